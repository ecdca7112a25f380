package import Foundation
package import GeoTareas

/// The state of a tenant, as the journal keeps it for commands that look.
package struct TenantStanding: Sendable, Equatable, Codable {
  package var at: Date
  /// When the last complete poll began; nil before the first one.
  package var polledAt: Date?
  /// How many tasks that poll saw.
  package var tasks: Int
  package var queued: Int
  package var inDoubt: Int
  /// How many of the queue are held.
  package var held: Int
  /// How many open tasks do not fit what a rule would do to them, each as it is now.
  package var blocked: Int
  /// How many of the queue a limit of their rule keeps back.
  package var capped: Int
  /// Why the tenant cannot be worked with; nil when it can.
  package var trouble: String?
  /// What waits longer than usual, with the reason.
  package var waits: [Wait]
  /// The fingerprint of the rules that are loaded.
  package var rules: String
  package var mode: RunMode
  /// All endpoints, in a fixed order.
  package var budgets: [BudgetReading]
  /// What waits for each endpoint that effects wait for.
  package var queues: [QueueReading]
  /// How many rules of each stage are loaded.
  package var stages: [String: Int]
  /// When the server's certificate expires; nil where it has none, or none was seen.
  package var certificateEnds: Date?

  package init(
    at: Date, polledAt: Date?, tasks: Int, queued: Int, inDoubt: Int, held: Int, blocked: Int = 0, capped: Int = 0,
    trouble: String?, waits: [Wait] = [], rules: String, mode: RunMode, budgets: [BudgetReading],
    queues: [QueueReading] = [], stages: [String: Int] = [:], certificateEnds: Date? = nil
  ) {
    self.at = at
    self.polledAt = polledAt
    self.tasks = tasks
    self.queued = queued
    self.inDoubt = inDoubt
    self.held = held
    self.blocked = blocked
    self.capped = capped
    self.trouble = trouble
    self.waits = waits
    self.rules = rules
    self.mode = mode
    self.budgets = budgets
    self.queues = queues
    self.stages = stages
    self.certificateEnds = certificateEnds
  }

  /// Reads what the journal keeps.
  ///
  /// Entries of earlier versions do not say what waits, and count neither what is blocked nor what is capped; nor do they
  /// tell queues, stages or the certificate.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    at = try values.decode(Date.self, forKey: .at)
    polledAt = try values.decodeIfPresent(Date.self, forKey: .polledAt)
    tasks = try values.decode(Int.self, forKey: .tasks)
    queued = try values.decode(Int.self, forKey: .queued)
    inDoubt = try values.decode(Int.self, forKey: .inDoubt)
    held = try values.decode(Int.self, forKey: .held)
    blocked = try values.decodeIfPresent(Int.self, forKey: .blocked) ?? 0
    capped = try values.decodeIfPresent(Int.self, forKey: .capped) ?? 0
    trouble = try values.decodeIfPresent(String.self, forKey: .trouble)
    waits = try values.decodeIfPresent([Wait].self, forKey: .waits) ?? []
    rules = try values.decode(String.self, forKey: .rules)
    mode = try values.decode(RunMode.self, forKey: .mode)
    budgets = try values.decode([BudgetReading].self, forKey: .budgets)
    queues = try values.decodeIfPresent([QueueReading].self, forKey: .queues) ?? []
    stages = try values.decodeIfPresent([String: Int].self, forKey: .stages) ?? [:]
    certificateEnds = try values.decodeIfPresent(Date.self, forKey: .certificateEnds)
  }

  /// True where only times differ.
  package func saysTheSame(as other: TenantStanding) -> Bool { timeless == other.timeless }

  private var timeless: TenantStanding {
    var copy = self
    copy.at = .distantPast
    copy.polledAt = polledAt.map { _ in .distantPast }
    for place in copy.waits.indices { copy.waits[place].until = copy.waits[place].until.map { _ in .distantPast } }
    for place in copy.budgets.indices {
      if copy.budgets[place].nextFreeIn != nil { copy.budgets[place].nextFreeIn = 0 }
      copy.budgets[place].drainsIn = 0
    }
    for place in copy.queues.indices {
      copy.queues[place].eligibleSince = copy.queues[place].eligibleSince.map { _ in .distantPast }
    }
    return copy
  }
}

/// What waits for an endpoint.
package struct QueueReading: Sendable, Equatable, Codable {
  package var endpoint: Endpoint
  /// Effects that wait, for whatever reason.
  package var tasks: Int
  /// Since when the one has waited that has waited longest for nothing but its turn; nil where there is none.
  package var eligibleSince: Date?

  package init(endpoint: Endpoint, tasks: Int, eligibleSince: Date? = nil) {
    self.endpoint = endpoint
    self.tasks = tasks
    self.eligibleSince = eligibleSince
  }
}

/// The use of a limit at some moment, which is stored beside it.
package struct BudgetReading: Sendable, Equatable, Codable {
  package var endpoint: Endpoint
  /// Requests allowed in a window.
  package var limit: Int
  /// Tokens that our requests hold.
  package var used: Int
  /// Tokens that others probably hold.
  package var foreign: Int
  /// By how much unexplained refusals have lowered the limit.
  package var penalty: Int
  /// Seconds until the next urgent request may go; nil while that depends on an answer.
  package var nextFreeIn: Double?
  /// The other endpoints that draw on the same limit, as far as is known.
  package var sharedWith: [Endpoint]
  /// Effects that wait for a token of the limit.
  package var waiting: Int
  /// About how many seconds they will take.
  package var drainsIn: Double

  package init(
    endpoint: Endpoint, limit: Int, used: Int, foreign: Int, penalty: Int, nextFreeIn: Double?, sharedWith: [Endpoint],
    waiting: Int, drainsIn: Double
  ) {
    self.endpoint = endpoint
    self.limit = limit
    self.used = used
    self.foreign = foreign
    self.penalty = penalty
    self.nextFreeIn = nextFreeIn
    self.sharedWith = sharedWith
    self.waiting = waiting
    self.drainsIn = drainsIn
  }
}
