package import GeoTareas

/// What several events tell about.
extension Report {
  /// A task, and what people know it by, as far as that was read.
  package struct TaskFacts: Sendable, Equatable {
    package var id: TaskID
    /// The label of its entity.
    package var label: String?
    package var step: String?
    package var workflow: String?
    /// Who has it, by name.
    package var assignee: String?

    package init(
      _ id: TaskID, label: String? = nil, step: String? = nil, workflow: String? = nil, assignee: String? = nil
    ) {
      self.id = id
      self.label = label
      self.step = step
      self.workflow = workflow
      self.assignee = assignee
    }
  }

  /// A rule, and who is responsible for it, as far as it is loaded and says so.
  package struct RuleFacts: Sendable, Equatable {
    package var id: String
    package var title: String?
    package var owner: String?

    package init(_ id: String, title: String? = nil, owner: String? = nil) {
      self.id = id
      self.title = title
      self.owner = owner
    }
  }

  /// An attempt of an intent.
  package struct EffectFacts: Sendable, Equatable {
    package var task: TaskFacts
    package var rule: RuleFacts
    package var write: Write
    /// The intent's id.
    package var intent: String
    /// Which attempt it is, from 1; 0 before the first.
    package var attempt: Int

    package init(_ intent: Intent, task: TaskFacts, rule: RuleFacts) {
      self.task = task
      self.rule = rule
      write = intent.write
      self.intent = intent.id
      attempt = intent.attempts
    }
  }

  /// The answer to a write, or the lack of one.
  package struct AnswerFacts: Sendable, Equatable {
    /// From the request to the answer or the time-out.
    package var duration: Duration
    /// Nil where no whole answer came.
    package var status: Int?
    /// The server's name for the request.
    package var request: String?

    package init(after duration: Duration, status: Int? = nil, request: String? = nil) {
      self.duration = duration
      self.status = status
      self.request = request
    }
  }

  /// The end of the audit trail.
  package struct TrailEnd: Sendable, Equatable {
    /// The number of the last line.
    package var sequence: Int64
    package var hash: String

    package init(sequence: Int64, hash: String) {
      self.sequence = sequence
      self.hash = hash
    }
  }
}
