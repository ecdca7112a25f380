/// The query of the task list, checked.
struct ListQuery: Sendable {
  var limit = 25
  var offset = 0
  var status: SandboxTask.Status?
  var definitionID: String?
  var entityType: String?
  var isOverdueOnly = false

  /// True for the first page of the pending tasks, with which a poll usually begins.
  var isFirstPage: Bool { offset == 0 && status == .pending && !isOverdueOnly }

  /// Reads a query as it is in the address; unknown parameters are ignored.
  ///
  /// - Throws: `VALIDATION_ERROR` naming the parameter that is out of range, malformed or given twice.
  init(_ query: String) throws(ErrorReply) {
    var seen: Set<String> = []
    for pair in query.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decode(parts[0]), let value = Self.decode(parts.count > 1 ? parts[1] : "") else {
        throw .invalid("The query is not percent-encoded text")
      }
      guard Self.known.contains(name) else { continue }
      guard seen.insert(name).inserted else { throw .invalid("\(name) is given twice") }
      try set(name, value)
    }
  }

  private static let known: Set = ["limit", "offset", "status", "definition_id", "entity_type", "overdue_only"]

  private mutating func set(_ name: String, _ value: String) throws(ErrorReply) {
    switch name {
    case "limit":
      guard let number = Self.integer(value), (1...100).contains(number) else {
        throw .invalid("limit must be an integer between 1 and 100")
      }
      limit = number
    case "offset":
      guard let number = Self.integer(value) else { throw .invalid("offset must be an integer of at least 0") }
      offset = number
    case "status":
      guard let status = SandboxTask.Status(rawValue: value) else {
        throw .invalid("status must be PENDING, IN_PROGRESS or COMPLETED")
      }
      self.status = status
    case "definition_id":
      guard !value.isEmpty, value.unicodeScalars.count <= 30 else {
        throw .invalid("definition_id must have 1 to 30 characters")
      }
      definitionID = value
    case "entity_type":
      guard !value.isEmpty else { throw .invalid("entity_type must not be empty") }
      entityType = value
    default:
      guard value == "true" || value == "false" else { throw .invalid("overdue_only must be true or false") }
      isOverdueOnly = value == "true"
    }
  }

  /// A number of ASCII digits and nothing else.
  private static func integer(_ text: String) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
      return nil
    }
    return Int(text)
  }

  private static func decode(_ text: Substring) -> String? {
    var out: [UInt8] = []
    var bytes = Array(text.utf8)[...]
    while let byte = bytes.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): out.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        guard let high = digit(bytes.popFirst()), let low = digit(bytes.popFirst()) else { return nil }
        out.append(high << 4 | low)
      default: out.append(byte)
      }
    }
    return String(validating: out, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8?) -> UInt8? {
    byte.flatMap { Character(Unicode.Scalar($0)).hexDigitValue }.map { UInt8($0) }
  }

  func matches(_ task: SandboxTask, at unix: Double) -> Bool {
    (status == nil || task.status == status) && (definitionID == nil || task.workflow.id == definitionID)
      && (entityType == nil || task.entity.type == entityType) && (!isOverdueOnly || task.isOverdue(at: unix))
  }
}
