/// What only a task's detail shows: earlier steps, the form, the result codes.
package struct TaskDetails: Sendable, Equatable {
  /// What was captured in earlier steps of the instance, oldest first.
  package var steps: [StepRecord]
  /// Nil where every earlier step could be read, so that a step that is not in ``steps`` was not reached.
  ///
  /// Otherwise the place in ``steps`` before which the last unreadable step stood. That may have been any step, even a
  /// repetition of one before it.
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

  /// The last record of a step, by its name; a step can occur more than once.
  ///
  /// Nil where there is none, or where it is not known which one was the last. ``lacks(_:)`` tells these apart.
  package func lastRecord(of step: String) -> StepRecord? {
    guard let place = steps.lastIndex(where: { $0.step == step }), place >= gap ?? 0 else { return nil }
    return steps[place]
  }

  /// True where it is known that the step never occurred.
  package func lacks(_ step: String) -> Bool { gap == nil && !steps.contains { $0.step == step } }
}

/// One earlier step.
package struct StepRecord: Sendable, Equatable {
  package var step: String
  package var result: String?
  package var captured: [String: FieldContent]
  /// True where every captured field has a readable name, so that a field that is not listed was not captured.
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
  /// A list or a map: present, but not a value that a rule can compare.
  case other
  /// Something that could not be read. Whatever a rule asks about it is unknown.
  case unreadable
}
