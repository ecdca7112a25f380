package import GeoTareas
package import JSON
package import Rules

extension TaskDetails {
  /// The part of a task's detail that rules see.
  package init(_ detail: TaskDetail) {
    var steps: [StepRecord] = []
    var gap: Int? = detail.previousSteps == nil ? 0 : nil
    for step in detail.previousSteps ?? [] {
      if let record = StepRecord(step) { steps.append(record) } else { gap = steps.count }
    }
    self.init(
      steps: steps, gap: gap,
      form: detail.fields.map { $0.map { JSONMember($0.name, $0.value) }.byName },
      results: detail.availableResults.map { $0.map(\.code) })
  }
}

extension StepRecord {
  /// Nil where the step has no readable name.
  fileprivate init?(_ step: PreviousStep) {
    guard let name = step.stepName else { return nil }
    let captured = step.capturedData
    self.init(
      step: name, result: step.result, captured: captured?.byName ?? [:],
      isWhole: captured?.allSatisfy { $0.key != JSONMember.unreadableKey } ?? false)
  }
}

extension [JSONMember] {
  /// The readable members.
  ///
  /// Members whose names count as the same for rules are unreadable, because they cannot be told apart.
  fileprivate var byName: [String: FieldContent] {
    Dictionary(
      lazy.filter { $0.key != JSONMember.unreadableKey }.map { ($0.key, FieldContent($0.value)) },
      uniquingKeysWith: { _, _ in .unreadable })
  }
}

extension FieldContent {
  /// A JSON value as rules see it.
  package init(_ value: JSONValue) {
    self =
      switch value {
      case .null: .null
      case .bool(let flag): .boolean(flag)
      case .number(let digits): .number(digits)
      case .string(let text): .text(text)
      case .unreadable: .unreadable
      case .array, .object: .other
      }
  }
}
