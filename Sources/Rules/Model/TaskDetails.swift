/// What only a task's detail tells: earlier steps, the form, the result codes.
package struct TaskDetails: Sendable, Equatable {
  /// What was captured in earlier steps of the instance, oldest first.
  package var steps: [StepRecord]
  /// Nil where every earlier step could be read: what is not among ``steps`` was not gone through.
  ///
  /// Else the place among them before which the last step stood that could not be read. It may have been any step: also
  /// one of those before it, gone through once more.
  package var gap: Int?
  /// The form's own fields and their present values; nil when they could not be read.
  package var form: [String: FieldContent]?
  /// The codes the task can be completed with; nil when they could not be read.
  package var results: [String]?

  package init(
    steps: [StepRecord] = [], gap: Int? = nil, form: [String: FieldContent]? = nil, results: [String]? = nil
  ) {
    self.steps = steps
    self.gap = gap
    self.form = form
    self.results = results
  }

  /// The last record of a step, by its name; a step can be gone through more than once.
  ///
  /// Nil where there is none, or where it is not known which was the last: ``lacks(_:)`` tells them apart.
  package func lastRecord(of step: String) -> StepRecord? {
    guard let place = steps.lastIndex(where: { $0.step == step }), place >= gap ?? 0 else { return nil }
    return steps[place]
  }

  /// True where it is known that a step was never gone through.
  package func lacks(_ step: String) -> Bool { gap == nil && !steps.contains { $0.step == step } }
}

/// One earlier step.
package struct StepRecord: Sendable, Equatable {
  package var step: String
  package var result: String?
  package var captured: [String: FieldContent]
  /// True where every captured field could be read by its name: what is not among them was not captured.
  package var isWhole: Bool

  package init(
    step: String, result: String? = nil, captured: [String: FieldContent] = [:], isWhole: Bool = true
  ) {
    self.step = step
    self.result = result
    self.captured = captured
    self.isWhole = isWhole
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
  /// Something that could not be read: whatever is asked about it is not known.
  case unreadable
}
