import Glibc

/// How far the journal was known to have come, stored in a file of its own.
///
/// It keeps a journal that is gone, or older than the mark, from being taken for a new one.
struct JournalMark: Equatable, Sendable {
  /// How often the journal was opened.
  var epoch: Int64
  /// The last line of the audit trail.
  var sequence: Int64
  /// Its hash; nil in marks from before the trail was chained.
  var hash: String?
  /// True when the journal was closed in order after this mark.
  var isClosed = false

  private static let first = "capataz journal mark 1"
  private static let heading = "capataz journal mark 2"

  var text: String {
    "\(Self.heading)\nepoch \(epoch)\nsequence \(sequence)\nhash \(hash ?? "-")\n"
      + "state \(isClosed ? "closed" : "open")\n"
  }

  init(epoch: Int64, head: AuditHead, isClosed: Bool) {
    self.epoch = epoch
    self.isClosed = isClosed
    sequence = head.sequence
    hash = head.hash
  }

  private init?(text: String) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    guard let heading = lines.popFirst(), lines.popLast()?.isEmpty == true else { return nil }
    func value(_ key: String) -> Substring? {
      guard let line = lines.popFirst(), line.hasPrefix(key + " ") else { return nil }
      return line.dropFirst(key.count + 1)
    }
    guard let epoch = value("epoch").flatMap({ Int64($0) }), let sequence = value("sequence").flatMap({ Int64($0) })
    else { return nil }
    self.epoch = epoch
    self.sequence = sequence
    if heading == Self.heading {
      guard let hash = value("hash"), let state = value("state"), state == "open" || state == "closed" else {
        return nil
      }
      self.hash = hash == "-" ? nil : String(hash)
      isClosed = state == "closed"
    } else if heading != Self.first {
      return nil
    }
    guard lines.isEmpty else { return nil }
  }

  /// Reads the mark of a directory; nil when there is none.
  static func read(_ directory: StateDirectory) throws(JournalError) -> JournalMark? {
    let file = directory.mark
    let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else {
      let code = errno
      if code == ENOENT { return nil }
      throw directory.refusal("open", code, file: file)
    }
    defer { Glibc.close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = Glibc.read(descriptor, &bytes, bytes.count)
    guard count >= 0 else { throw .system("read", errno, file: file) }
    guard let mark = JournalMark(text: String(decoding: bytes.prefix(count), as: UTF8.self)) else {
      throw .corrupt(file: file, detail: "it does not read as a mark")
    }
    return mark
  }

  /// Replaces the mark of a directory; durable on return.
  func write(_ directory: StateDirectory) throws(JournalError) {
    let temporary = directory.mark + ".new"
    try directory.create(temporary)
    let descriptor = open(temporary, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw directory.refusal("open", errno, file: temporary) }
    let bytes = Array(text.utf8)
    let count = Glibc.write(descriptor, bytes, bytes.count)
    let code = errno
    Glibc.close(descriptor)
    guard count == bytes.count else {
      if count >= 0 { throw .full(file: temporary) }
      throw .system("write", code, file: temporary)
    }
    try directory.publish(temporary, as: directory.mark)
  }
}
