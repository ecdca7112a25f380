import Glibc

/// How far the journal was known to have come, kept in a file of its own: a journal that is gone, or older than
/// this, is not taken for a new one.
struct JournalMark: Equatable, Sendable {
  /// How many times the journal was opened.
  var epoch: Int64
  /// The last line of the audit trail.
  var sequence: Int64

  private static let heading = "capataz journal mark 1"

  var text: String { "\(Self.heading)\nepoch \(epoch)\nsequence \(sequence)\n" }

  init(epoch: Int64, sequence: Int64) {
    self.epoch = epoch
    self.sequence = sequence
  }

  private init?(text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == 4, lines[0] == Self.heading, lines[3].isEmpty,
      lines[1].hasPrefix("epoch "), let epoch = Int64(lines[1].dropFirst(6)),
      lines[2].hasPrefix("sequence "), let sequence = Int64(lines[2].dropFirst(9))
    else { return nil }
    self.init(epoch: epoch, sequence: sequence)
  }

  /// Reads the mark of a directory; nil when there is none.
  static func read(_ directory: StateDirectory) throws(JournalError) -> JournalMark? {
    let file = directory.mark
    let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else {
      let code = errno
      if code == ENOENT { return nil }
      throw .system("open", code, file: file)
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
    guard descriptor >= 0 else { throw .system("open", errno, file: temporary) }
    let bytes = Array(text.utf8)
    let count = Glibc.write(descriptor, bytes, bytes.count)
    let code = errno
    Glibc.close(descriptor)
    guard count == bytes.count else {
      if count >= 0 || code == ENOSPC || code == EDQUOT { throw .full(file: temporary) }
      throw .system("write", code, file: temporary)
    }
    try directory.publish(temporary, as: directory.mark)
  }
}
