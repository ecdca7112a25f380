import Foundation
import Rules
import YAML

/// Reads the values of `captured_data`.
struct ValueDecoder {
  let findings: Diagnostics

  func value(_ node: Node) -> FieldValue? {
    switch node.content {
    case .scalar: return literal(node)
    case .refused: return nil
    case .sequence: return findings.expected("text, a number, true or false", node)
    case .mapping: break
    }
    guard let fields = Fields(node, "a value", keys: Keys.value, findings),
      let (key, value) = fields.exactlyOne(of: Keys.values)
    else { return nil }
    if key != "from", let extra = ["as", "if_missing", "default"].first(where: { fields[$0] != nil }) {
      findings.error("'\(extra)' belongs to 'from' and cannot stand beside '\(key)'", at: fields.mark(of: extra))
      return nil
    }
    switch key {
    case "from": return reference(fields, value).map { .captured($0) }
    case "text": return findings.text(value).flatMap { findings.template($0, value) }.map { .text($0) }
    case "now": return moment(value)
    default: return findings.literal(value).map { .literal($0) }
    }
  }

  private func literal(_ node: Node) -> FieldValue? {
    let literal = findings.literal(node)
    if case .text(let text)? = literal, text.contains("${") {
      findings.warning(
        "'${' is sent as it stands; for a reference write { text: … }, or { value: … } if it is meant so",
        at: node.mark)
    }
    return literal.map { .literal($0) }
  }

  private func reference(_ fields: Fields, _ node: Node) -> CapturedReference? {
    let place = place(node)
    let type = fields["as"].map { findings.word($0, "type", of: ValueType.self) } ?? .text
    guard let type else { return nil }
    let missing = ifMissing(fields, type)
    guard let place, let missing else { return nil }
    return CapturedReference(step: place.step, field: place.field, as: type, ifMissing: missing)
  }

  /// Reads `Step.field`, or `{ step: …, field: … }` for a field with a dot in its name.
  private func place(_ node: Node) -> (step: String, field: String)? {
    if case .mapping = node.content {
      guard let fields = Fields(node, "'from'", keys: Keys.from, findings) else { return nil }
      let step = fields.required("step").flatMap { findings.text($0, "the name of a step") }
      let field = fields.required("field").flatMap { findings.text($0, "the name of a field") }
      guard let step, let field else { return nil }
      return (step.nfc, field.nfc)
    }
    let what = "a step and a field such as Quote.total"
    guard let text = findings.text(node, what) else { return nil }
    guard let place = StepField(text) else { return findings.expected(what, node) }
    return (place.step, place.field)
  }

  private func ifMissing(_ fields: Fields, _ type: ValueType) -> CapturedReference.IfMissing? {
    enum Word: String, CaseIterable {
      case skipTask = "skip_task"
      case fail
      case useDefault = "default"
    }
    let word = fields["if_missing"].map { findings.word($0, "way", of: Word.self) } ?? .skipTask
    guard let word else { return nil }
    let value = fields["default"]
    if word != .useDefault, value != nil {
      findings.error("'default' is used only with if_missing: default; add that", at: fields.mark(of: "default"))
      return nil
    }
    switch word {
    case .skipTask: return .skipTask
    case .fail: return .fail
    case .useDefault:
      guard let value else {
        findings.error("if_missing: default needs the key 'default'", at: fields.mark(of: "if_missing"))
        return nil
      }
      return defaultValue(value, type).map { .use($0) }
    }
  }

  private func defaultValue(_ node: Node, _ type: ValueType) -> Rules.Scalar? {
    guard let typed = findings.typed(node, type) else { return nil }
    switch typed {
    case .text(let text): return .text(text)
    case .boolean(let flag): return .boolean(flag)
    case .date: return node.scalarText.map { .text($0) }
    case .decimal(let decimal):
      if type == .number { return .number(decimal) }
      // Its own digits, if they form a number: not `+5` or `007`.
      return .decimal(node.scalarText.flatMap { Decimal(exactly: $0) == nil ? nil : $0 } ?? decimal.description)
    }
  }

  private func moment(_ node: Node) -> FieldValue? {
    enum Word: String, CaseIterable { case date, datetime }
    return findings.word(node, "time", of: Word.self).map { $0 == .date ? .today : .now }
  }
}

extension Node {
  /// The text of a scalar.
  var scalarText: String? {
    if case .scalar(let scalar) = content { scalar.text } else { nil }
  }

  /// The place of a character of a scalar, counted from 0.
  ///
  /// It is the scalar's beginning where the place is not known, because the scalar contains escapes or several lines.
  func mark(at offset: Int) -> Mark {
    guard case .scalar(let scalar) = content, endLine == mark.line else { return mark }
    let quote = scalar.style == .plain ? 0 : 1
    guard endColumn - mark.column == scalar.text.unicodeScalars.count + 2 * quote else { return mark }
    return Mark(file: mark.file, line: mark.line, column: mark.column + quote + offset)
  }
}
