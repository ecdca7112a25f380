package import Foundation
package import GeoTareas

/// What the journal hands a tenant's engine at the start: only what still matters, however long the past is.
package struct Recovery: Sendable, Equatable {
  /// All intents of every task that has an unresolved one, in the order of their last changes.
  ///
  /// Intents that were armed when the last process ended may have taken effect.
  package var open: [Intent]
  /// When somebody else was last seen to have changed each of those tasks.
  package var touches: [TaskID: Date]
  /// Whom each pool gave the last task of the tasks' instances, by instance and pool.
  package var keepers: [String: [String: String]]
  /// Requests whose tokens may still be out.
  package var requests: [RequestEntry]
  /// One more than the highest intent number ever given; below, the same for requests.
  package var nextIntent: Int
  package var nextRequest: Int64
  /// True when nothing is known about an earlier run, although there was one.
  ///
  /// Then the limits are unknown for a window.
  package var hasAmnesia: Bool
  /// The effects that rules began in the last day, oldest first; limits count them.
  package var recent: [BegunEffect]
  /// How many tasks each pool gave each of its members in all.
  package var shares: [PoolShare]
  /// The tasks of the last complete poll, without those that we may have changed since.
  package var seen: [TaskID: TaskState]
  /// The holds in force, oldest first.
  package var holds: [Hold]
  /// Holds that an earlier run reported as set and not yet as released.
  package var toldHolds: [Hold]
  /// Holds that were set and released since the earlier run last reported one.
  package var passedHolds: [Hold]
  /// What was learned about the endpoints' limits.
  package var lessons: [Lesson]
  /// The forms of steps that earlier runs saw.
  package var forms: [KnownForm] = []
  /// What the answers of each endpoint consisted of.
  package var shapes: [KnownShape] = []

  package init(
    open: [Intent] = [], touches: [TaskID: Date] = [:], keepers: [String: [String: String]] = [:],
    requests: [RequestEntry] = [], nextIntent: Int = 1, nextRequest: Int64 = 1, hasAmnesia: Bool = false,
    recent: [BegunEffect] = [], shares: [PoolShare] = [], seen: [TaskID: TaskState] = [:],
    holds: [Hold] = [], toldHolds: [Hold] = [], passedHolds: [Hold] = [], lessons: [Lesson] = []
  ) {
    self.open = open
    self.touches = touches
    self.keepers = keepers
    self.requests = requests
    self.nextIntent = nextIntent
    self.nextRequest = nextRequest
    self.hasAmnesia = hasAmnesia
    self.recent = recent
    self.shares = shares
    self.seen = seen
    self.holds = holds
    self.toldHolds = toldHolds
    self.passedHolds = passedHolds
    self.lessons = lessons
  }
}

/// An effect that was begun, with what limits count of it.
package struct BegunEffect: Sendable, Equatable {
  /// The intent's id.
  package var intent: String
  package var rule: String
  /// When it was begun or last changed, whichever is later.
  package var at: Date
  /// What a completion adds to sums, by field.
  package var amounts: [String: Decimal]

  /// - Parameter write: The request; nil where it captures nothing.
  package init(intent: String, rule: String, at: Date, write: Write?) {
    self.intent = intent
    self.rule = rule
    self.at = at
    amounts = write?.amounts ?? [:]
  }

  package init(_ intent: Intent) {
    self.init(intent: intent.id, rule: intent.rule, at: intent.latestStamp, write: intent.write)
  }
}

/// How many tasks a pool gave one of its members so far; each effect counts once, however many attempts it took.
package struct PoolShare: Sendable, Equatable {
  package var pool: String
  /// The id of the user or group.
  package var member: String
  package var given: Int
  /// When the last of them was decided.
  package var lastGiven: Date
  /// The intent number of the last of them.
  ///
  /// The highest in a pool shows whose turn was last.
  package var lastNumber: Int

  package init(pool: String, member: String, given: Int, lastGiven: Date, lastNumber: Int) {
    self.pool = pool
    self.member = member
    self.given = given
    self.lastGiven = lastGiven
    self.lastNumber = lastNumber
  }
}

/// What the journal knows about tasks that the engine asks for.
package struct Recollection: Sendable, Equatable {
  /// All intents of each task, in the order of their last changes; a task without any may be missing.
  package var intents: [TaskID: [Intent]]
  /// When somebody else was last seen to have changed each task.
  package var touches: [TaskID: Date]
  /// Whom each pool gave the last task of an instance: the id of the user or group, by instance and pool.
  package var keepers: [String: [String: String]]

  package init(
    intents: [TaskID: [Intent]] = [:], touches: [TaskID: Date] = [:], keepers: [String: [String: String]] = [:]
  ) {
    self.intents = intents
    self.touches = touches
    self.keepers = keepers
  }
}
