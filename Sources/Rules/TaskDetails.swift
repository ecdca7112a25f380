/// What only a task's detail tells: earlier steps, the form, the result codes.
package struct TaskDetails: Sendable, Equatable {
  /// What was captured in earlier steps of the instance, oldest first.
  package var steps: [StepRecord]
  /// The form's own fields and their present values; nil when they could not be read.
  package var form: [String: FieldContent]?
  /// The codes the task can be completed with; nil when they could not be read.
  package var results: [String]?

  package init(steps: [StepRecord] = [], form: [String: FieldContent]? = nil, results: [String]? = nil) {
    self.steps = steps
    self.form = form
    self.results = results
  }

  /// The last record of a step, by its name; a step can be gone through more than once.
  package func lastRecord(of step: String) -> StepRecord? { steps.last { $0.step == step } }
}

/// One earlier step.
package struct StepRecord: Sendable, Equatable {
  package var step: String
  package var result: String?
  package var captured: [String: FieldContent]

  package init(step: String, result: String? = nil, captured: [String: FieldContent] = [:]) {
    self.step = step
    self.result = result
    self.captured = captured
  }
}

/// The value of a form field or a captured field, as the server sent it.
package enum FieldContent: Sendable, Hashable {
  case text(String)
  /// A number with its own digits, such as `4300.50`.
  case number(String)
  case boolean(Bool)
  /// A stated null: known to be none.
  case null
  /// A list or a map: there, but no value a rule can compare.
  case other
}
