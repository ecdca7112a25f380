package import Foundation
package import GeoTareas
package import Pacing

/// An entry for the journal.
///
/// The entries of one commit are written in one transaction. They are durable before any effect that follows the commit
/// is carried out.
package enum JournalEntry: Sendable, Equatable {
  /// An intent is new or has changed. The row with its id is replaced, and the change is kept in the audit trail.
  case intent(Intent)
  /// What an attempt of an intent rests on; it stands behind the intent's own entry.
  case grounds(Grounds)
  /// The rules with which the tenant works from here on.
  case rulesLoaded(LoadedRules)
  /// A request takes a token of its endpoint's limit.
  case requestSent(RequestEntry)
  /// The token is on its way back.
  case requestSettled(id: Int64, at: ClockReading)
  /// The request provably never left.
  case requestWithdrawn(id: Int64)
  /// What was decided about a task, if that is new.
  case decision(DecisionEntry)
  /// Somebody else changed a task.
  case touched(TaskID, at: Date)
  /// No rule asks any more about changes by somebody else before this time.
  case touchesForgotten(before: Date)
  /// A rule's effects go wrong: the daemon itself holds it, until a person releases it.
  case hold(rule: String, why: String, at: Date)
  /// The time of a hold is over: it ends, unless it has ended already.
  case holdEnded(number: Int64, at: Date)
  /// What was learned about an endpoint's limit; only the last entry counts.
  case learnt(Lesson)
  /// The tasks of the last complete poll, for commands that look without asking the server.
  case view(TaskListing)
  /// The state of the tenant; only the last entry counts.
  case standing(TenantStanding)
  /// How often things happened since the last such entry, for metrics; added to what is kept.
  case counted([Counted: Int])
  /// A task's detail, read because some rule asks for it or before an effect. Commands that only look use it, too.
  case detail(TaskDetail, at: Date)
  /// What completing a step asks for, if that is new or was not written down for a day. For commands that look.
  case form(KnownForm)
  /// What the answers of an endpoint consist of, if that is new or was not written down for a day.
  case shape(KnownShape)
}

/// A token of a rate limit, as the journal keeps it.
package struct RequestEntry: Sendable, Equatable {
  /// Unique within the tenant, rising.
  package var id: Int64
  package var endpoint: Endpoint
  package var sent: ClockReading
  /// When the answer came back; nil while it has not.
  package var settled: ClockReading?

  package init(id: Int64, endpoint: Endpoint, sent: ClockReading, settled: ClockReading? = nil) {
    self.id = id
    self.endpoint = endpoint
    self.sent = sent
    self.settled = settled
  }
}

/// A decision about a task, as the journal keeps it.
package struct DecisionEntry: Sendable, Equatable {
  /// What was decided.
  package enum Kind: String, Sendable, CaseIterable {
    case act, shadow, blocked
    /// The rule itself says to leave the task alone: a value is missing, or nobody can take the task.
    case skipped
    /// Would act, but the run is a dry one.
    case dry
    /// Would act, but a limit of the rule leaves no room; the note is the limit.
    case capped
  }

  package var at: Date
  package var task: TaskID
  package var rule: String
  package var ruleFingerprint: String
  package var kind: Kind
  /// The request that follows, or would follow.
  package var write: Write?
  /// The reason, where the kind does not state it.
  package var note: String

  package init(
    at: Date, task: TaskID, rule: String, ruleFingerprint: String, kind: Kind, write: Write?, note: String = ""
  ) {
    self.at = at
    self.task = task
    self.rule = rule
    self.ruleFingerprint = ruleFingerprint
    self.kind = kind
    self.write = write
    self.note = note
  }
}

/// The tasks a complete poll saw.
package struct TaskListing: Sendable, Equatable {
  package var at: Date
  package var rows: [Row]
  /// The details that were read, each at its own time; ``Record/view(_:)`` is kept without them.
  package var details: [TaskID: Detail] = [:]

  /// A detail, and when it was read.
  package struct Detail: Sendable, Equatable {
    package var detail: TaskDetail
    package var at: Date

    package init(_ detail: TaskDetail, at: Date) {
      self.detail = detail
      self.at = at
    }
  }

  /// A task, and whether the server listed it as overdue.
  package struct Row: Sendable, Hashable {
    package var task: WorkflowTask
    package var overdue: Bool

    package init(task: WorkflowTask, overdue: Bool) {
      self.task = task
      self.overdue = overdue
    }
  }

  package init(at: Date, rows: [Row]) {
    self.at = at
    self.rows = rows
  }
}

extension TaskListing {
  /// How old a listing is.
  package enum Age: Sendable, Equatable {
    case now
    case at(Date)
  }
}
