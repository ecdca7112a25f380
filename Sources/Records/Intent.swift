package import Foundation
package import GeoTareas

/// A decided effect on a task, from before it may exist until its outcome is settled.
///
/// The journal keeps every intent for ever. What may exist in the world exists in the journal first.
package struct Intent: Sendable, Equatable {
  /// Where an intent stands.
  package enum State: String, Sendable, CaseIterable {
    /// Decided, nothing sent; also after an attempt that provably had no effect.
    case planned
    /// An attempt is committed: from here on the effect may exist.
    case armed
    /// The attempt is over and its outcome cannot be proved yet.
    case unknown
    /// Acknowledged by the server, or verified by reading.
    case done
    /// Provably not applied, and not to be tried again.
    case refused
    /// The goal was reached by somebody else, or the task changed or went; nothing more to do.
    case superseded
    /// Needs a person.
    case parked

    /// True while the effect may exist or may yet be sent: a task has at most one such intent.
    package var isUnresolved: Bool {
      switch self {
      case .planned, .armed, .unknown, .parked: true
      case .done, .refused, .superseded: false
      }
    }
  }

  /// For people and commands: the tenant's name and a number, as in `acme-17`.
  package var id: String
  package var task: TaskID
  package var instance: String
  /// Counts how often somebody else reopened or reassigned the task after we were done with it; starts at 1.
  package var episode: Int
  /// The request as it is sent.
  ///
  /// Another attempt may send other values taken from the clock.
  package var write: Write
  /// What the request does, apart from those values.
  ///
  /// Within an episode there is one intent for each effect.
  package var effect: EffectKey
  /// The rule that asked for the intent, and its fingerprint at that time.
  ///
  /// It is not part of the key: an edited rule must not repeat an effect.
  package var rule: String
  package var ruleFingerprint: String
  /// The state of the task when it was last read before arming.
  package var precondition: TaskState
  package var state: State
  /// Attempts committed so far, whatever became of them.
  package var attempts: Int
  /// Attempts whose outcome could not be proved at once.
  package var doubtfulAttempts: Int
  package var createdAt: Date
  /// When the state last changed.
  package var changedAt: Date
  /// Why the intent is in this state, in words for people.
  package var note: String
  /// The pool that chose the recipient, if one did.
  package var pool: String?
  /// A person's last verdict; nil when nobody had to decide.
  package var verdict: Resolution?

  package init(
    id: String, task: TaskID, instance: String, episode: Int, write: Write, effect: EffectKey? = nil, rule: String,
    ruleFingerprint: String, precondition: TaskState, state: State, attempts: Int = 0, doubtfulAttempts: Int = 0,
    createdAt: Date, changedAt: Date, note: String = "", pool: String? = nil, verdict: Resolution? = nil
  ) {
    self.id = id
    self.task = task
    self.instance = instance
    self.episode = episode
    self.write = write
    self.effect = effect ?? EffectKey(write)
    self.rule = rule
    self.ruleFingerprint = ruleFingerprint
    self.precondition = precondition
    self.state = state
    self.attempts = attempts
    self.doubtfulAttempts = doubtfulAttempts
    self.createdAt = createdAt
    self.changedAt = changedAt
    self.note = note
    self.pool = pool
    self.verdict = verdict
  }
}

extension Intent {
  /// The later of its two times: if the clock was set back in between, limits must not forget the effect.
  package var latestStamp: Date { max(createdAt, changedAt) }
}

/// What can change about a task while we work on it: its status and who has it.
package struct TaskState: Sendable, Hashable {
  package var status: String
  /// The assigned user's id; nil when there is none.
  package var user: String?
  /// The assigned group's id; nil when there is none.
  package var group: String?

  package init(status: String, user: String?, group: String?) {
    self.status = status
    self.user = user
    self.group = group
  }
}

extension TaskState {
  /// The state in which a task was read; nil when any part of it is missing or unreadable.
  ///
  /// Nothing may then be done to it.
  package init?(_ task: WorkflowTask) {
    guard let status = task.status.value, task.assignedUser.isKnown, task.assignedGroup.isKnown else { return nil }
    self.init(status: status, user: task.assignedUser.value?.id, group: task.assignedGroup.value?.id)
  }

  /// True while the task can still be completed or reassigned.
  package var isOpen: Bool { status == TaskStatus.pending || status == TaskStatus.inProgress }
}
