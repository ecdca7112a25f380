import Foundation
import Rules
import YAML

/// Reads `then`: exactly one action.
///
/// The lengths are those of the API's page "Workflow Tasks".
struct ActionDecoder {
  let findings: Findings

  func action(_ node: Node) -> Action? {
    let keys = ["complete", "reassign"]
    guard let (key, value) = Fields(node, "'then'", keys: keys, findings)?.exactlyOne(of: keys) else { return nil }
    return key == "complete" ? completion(value).map { .complete($0) } : reassignment(value).map { .reassign($0) }
  }

  private func completion(_ node: Node) -> Completion? {
    let keys = ["result", "captured_data", "comment"]
    guard let fields = Fields(node, "'complete'", keys: keys, findings) else { return nil }
    let result = fields.required("result").flatMap { findings.text($0, "a result code", atMost: 80) }
    let comment = fields["comment"].map { findings.text($0, "the comment", atMost: 2000) }
    let data = fields["captured_data"].map { capturedData($0) }
    guard let result, comment != .some(nil), data != .some(nil) else { return nil }
    return Completion(result: result, capturedData: data?.flatMap { $0 } ?? [], comment: comment?.flatMap { $0 })
  }

  private func reassignment(_ node: Node) -> Reassignment? {
    let keys = ["user", "group", "comment"]
    let later = ["pool", "not_to", "same_person_per"]
    guard let fields = Fields(node, "'reassign'", keys: keys, later: later, findings) else { return nil }
    let comment = fields["comment"].map { findings.text($0, "the comment", atMost: 500) }
    guard fields["user"] != nil || fields["group"] != nil else {
      if !later.contains(where: { fields[$0] != nil }) {
        findings.error("'reassign' needs exactly one of 'user', 'group'", at: fields.mark)
      }
      return nil
    }
    guard let (key, value) = fields.exactlyOne(of: ["user", "group"]) else { return nil }
    guard let id = findings.id(value, "a \(key) id"), comment != .some(nil) else { return nil }
    let target: Reassignment.Target = key == "user" ? .user(id: id) : .group(id: id)
    return Reassignment(target: target, comment: comment?.flatMap { $0 })
  }

  private func capturedData(_ node: Node) -> [CapturedField]? {
    guard case .mapping(let entries) = node.content else {
      return findings.expected("a map of field names and values", node)
    }
    let parts = entries.map { entry -> CapturedField? in
      let key = Node(.scalar(entry.key.scalar), mark: entry.key.mark)
      guard let name = findings.text(key, "a field name"), let value = value(entry.value) else { return nil }
      return CapturedField(name: name, value: value)
    }
    let fields = parts.compactMap { $0 }
    return fields.count == parts.count ? fields : nil
  }

  private func value(_ node: Node) -> FieldValue? {
    switch node.content {
    case .scalar(let scalar): return literal(scalar, node).map { .literal($0) }
    case .refused: return nil
    case .sequence: return findings.expected("text, a number, true or false", node)
    case .mapping:
      let later = ["from", "as", "if_missing", "default", "text", "now"]
      guard let fields = Fields(node, "a value", keys: ["value"], later: later, findings),
        !later.contains(where: { fields[$0] != nil }), let value = fields.required("value")
      else { return nil }
      guard case .scalar(let scalar) = value.content else {
        return findings.expected("text, a number, true or false", value)
      }
      return literal(scalar, value).map { .literal($0) }
    }
  }

  private func literal(_ scalar: YAML.Scalar, _ node: Node) -> Rules.Scalar? {
    switch scalar.meaning {
    case .text(let text): return .text(text)
    case .boolean(let value): return .boolean(value)
    case .integer, .float: return number(scalar.text, node).map { .number($0) }
    case .null: return findings.expected("a value", node, advice: "write \"\" for empty text")
    case .ambiguous(let word):
      let meant = ["yes", "on"].contains(word.lowercased())
      findings.error(
        "\(word.quotedForMessage) without quotes is read in two ways; write \"\(word)\" for text, or \(meant)",
        at: node.mark)
      return nil
    }
  }

  /// Reads a number exactly: decimal, at most 15 digits, which every JSON reader keeps.
  private func number(_ text: String, _ node: Node) -> Decimal? {
    let digits = text.prefix { $0 != "e" && $0 != "E" }.filter { $0.isASCII && $0.isNumber }
    let advice = "put it in quotes: \"\(text)\""
    if digits.count > 15 {
      findings.error(
        "\(text.quotedForMessage) has more than 15 digits; if it is an id, \(advice)", at: node.mark)
      return nil
    }
    let whole = text.drop { $0 == "-" || $0 == "+" }
    if whole.count > 1, whole.first == "0", whole.dropFirst().first?.isNumber == true {
      findings.error("\(text.quotedForMessage) starts with 0; if it is a code, \(advice)", at: node.mark)
      return nil
    }
    let isDecimal = text.unicodeScalars.allSatisfy { "+-.eE0123456789".unicodeScalars.contains($0) }
    if isDecimal, !digits.isEmpty, let number = Decimal(string: text, locale: nil), number.isFinite { return number }
    return findings.expected("a decimal number", node, advice: advice)
  }
}
