import JSON

extension Write {
  /// Why the request could not be read back from the journal, in words for people; nil where it can.
  ///
  /// Such a request is never begun, because it must be known what was sent. The limits are those of the JSON reader.
  package var flaw: String? {
    switch self {
    case .complete(let result, let captured, let comment):
      if let flaw = Self.flaw(of: result, "the result") ?? Self.flaw(of: comment, "the comment") { return flaw }
      for member in captured {
        if let flaw = Self.flaw(of: member.key, "a field's name") ?? Self.flaw(of: member) { return flaw }
      }
    case .reassign(let recipient, let comment):
      if let flaw = Self.flaw(of: recipient.id, "the recipient's id") ?? Self.flaw(of: comment, "the comment") {
        return flaw
      }
    }
    return isReadBack ? nil : "the request could not be kept"
  }

  /// True when the body can be read back from its text unchanged.
  package var isReadBack: Bool {
    guard let body = try? JSONReader.read(body.bytes) else { return false }
    return Write(endpoint: endpoint, body: body) == self
  }

  private static func flaw(of member: JSONMember) -> String? {
    switch member.value {
    case .number(let digits) where digits.utf8.count > JSONReader.maxNumber:
      "field '\(member.key)' would be sent as a number of \(digits.utf8.count) characters; "
        + "at most \(JSONReader.maxNumber) can be"
    case .string(let text): flaw(of: text, "field '\(member.key)'")
    default: nil
    }
  }

  private static func flaw(of text: String?, _ what: String) -> String? {
    guard let text else { return nil }
    if text.utf8.contains(0) { return "\(what) holds a NUL character, which cannot be sent" }
    guard text.utf8.count > JSONReader.maxString else { return nil }
    return "\(what) has \(text.utf8.count) bytes; at most \(JSONReader.maxString) can be sent"
  }
}
