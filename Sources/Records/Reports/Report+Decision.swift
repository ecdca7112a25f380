package import GeoTareas

/// Facts about decisions and effects.
extension Report {
  /// What a rule wants to do with a task.
  package struct Decided: Sendable, Equatable {
    package var task: TaskFacts
    package var rule: RuleFacts
    package var write: Write?

    package init(_ task: TaskFacts, _ rule: RuleFacts, _ write: Write?) {
      self.task = task
      self.rule = rule
      self.write = write
    }
  }

  /// Why nothing is done to a task although a rule takes it.
  package enum Block: Sendable, Equatable {
    /// The rule wants it so.
    case leftAlone(Decided, why: String)
    /// The effect does not fit the task.
    case misfit(Decided, why: String)
    /// Calls for it fail; `isOnce` in a run that ends by itself.
    case callsFail(TaskFacts, RuleFacts, why: String, retryIn: Duration, isOnce: Bool)
    /// The journal does not take the request.
    case notTaken(Decided, why: String, retryIn: Duration)
  }

  /// Why the outcome of an attempt is not known yet.
  package enum Uncertainty: Sendable, Equatable {
    /// The answer does not prove it, or was lost.
    case answer(why: String, AnswerFacts)
    /// An earlier run ended before it came.
    case earlierRun(why: String)
  }

  /// What reads have proved of an attempt.
  package enum Proof: Sendable, Equatable {
    case applied(why: String)
    /// It may be made again.
    case notApplied
  }

  /// What holds effects back.
  package enum HoldFacts: Sendable, Equatable {
    /// An order in the journal, and the rule that it is about.
    case order(Hold, RuleFacts?)
    /// A hold that has ended by itself.
    case over(Hold)
    /// The stop button, which is this task.
    case button(TaskFacts)
    /// The stop button, while it cannot be looked for.
    case unreadableButton
  }
}
