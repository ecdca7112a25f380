package import GeoTareas
package import Rules

extension TaskDetails {
  /// What rules see of a task's detail.
  package init(_ detail: TaskDetail) {
    self.init(
      steps: detail.previousSteps.map { step in
        StepRecord(step: step.stepName, result: step.result, captured: step.capturedData.byName)
      },
      form: detail.fields.map { $0.map { JSONMember($0.name, $0.value) }.byName },
      results: detail.availableResults.map { $0.map(\.code) })
  }
}

extension [JSONMember] {
  fileprivate var byName: [String: FieldContent] {
    Dictionary(map { ($0.key, FieldContent($0.value)) }, uniquingKeysWith: { first, _ in first })
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
      case .unreadable, .array, .object: .other
      }
  }
}
