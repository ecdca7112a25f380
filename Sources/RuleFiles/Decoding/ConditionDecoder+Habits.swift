import Rules
import YAML

extension ConditionDecoder {
  /// What to do about a key that is no condition, where it is more than misspelt.
  func advice(_ entry: Node.Entry) -> String? {
    let key = entry.key.text
    if definitions.names(.fact).contains(key) {
      let isNot = entry.value.scalarText.map { ["false", "no", "off"].contains($0.lowercased()) } ?? false
      return "write \(isNot ? "none_of" : "all_of"): [\(key)], because it is a fact"
    }
    switch key {
    case "created", "created_at", "created_on", "creation_date":
      return "write age: { at_least: 2d } for how long ago the task was made"
    case "due", "due_at", "due_date", "deadline":
      return "write overdue_by: { more_than: 1d }, due_in: { at_most: 1d } or has_due_date: true"
    case "hops", "attempts":
      return "use 'max_hops' of the rule, which ends its effects on a task after so many"
    case "instance", "instance_id", "workflow_id", "workflow_instance_id":
      return "use 'entity_id' or 'entity_label': an instance has an id of its own, which no rule could know before"
    case "task", "task_id":
      return "use 'workflow' and 'step': a task has an id of its own, which no rule could know before"
    case "priority", "tags", "labels", "comments", "created_by", "completed_by":
      return "the API tells nothing of the kind for a task in a list"
    default: return nil
    }
  }

  /// What to do where a map of conditions was expected.
  func advice(insteadOf node: Node) -> String? {
    switch node.content {
    case .sequence(let items):
      guard let first = items.first else { return nil }
      if case .scalar(let scalar) = first.content, definitions.names(.fact).contains(scalar.text) {
        return "write { all_of: [\(items.compactMap(\.scalarText).joined(separator: ", "))] }"
      }
      let anyOf = items.count > 1 ? ", or, where one of them is enough, write { any_of: [ … ] }" : ""
      return node.listAdvice.map { $0 + anyOf }
    case .scalar(let scalar):
      if definitions.names(.fact).contains(scalar.text) { return "write { all_of: [\(scalar.text)] }" }
      return node.isNull ? nil : "write for example { workflow: NAME, step: NAME }; there are no expressions"
    case .mapping, .refused: return nil
    }
  }

  /// A list of value tests that says what a map of fields says; nil where the map says something else.
  static func tests(meantBy node: Node, withStep: Bool) -> String? {
    guard case .mapping(let entries) = node.content, !entries.isEmpty else { return nil }
    var tests: [String] = []
    for entry in entries {
      switch entry.value.content {
      case .scalar(let value):
        guard let field = field(entry.key.text, withStep: withStep), let test = test(value) else { return nil }
        tests.append("{ \(field), \(test) }")
      case .mapping(let fields) where withStep:
        for inner in fields {
          guard case .scalar(let value) = inner.value.content, let test = test(value) else { return nil }
          tests.append("{ step: \(entry.key.text), field: \(inner.key.text), \(test) }")
        }
      default: return nil
      }
    }
    let text = "[ \(tests.joined(separator: ", ")) ]"
    return text.unicodeScalars.count <= 160 ? text : nil
  }

  private static func field(_ name: String, withStep: Bool) -> String? {
    guard withStep else { return "field: \(name)" }
    return StepField(name).map { "step: \($0.step), field: \($0.field)" }
  }

  private static func test(_ value: YAML.Scalar) -> String? {
    switch value.meaning {
    case .text(let text): text.isEmpty ? nil : text.inQuotes.map { "is: \($0)" }
    case .integer(let digits): "as: decimal, is: \(digits)"
    case .float(let digits): "as: decimal, is: \"\(digits)\""
    case .boolean(let flag): "as: boolean, is: \(flag)"
    case .null, .ambiguous: nil
    }
  }
}
