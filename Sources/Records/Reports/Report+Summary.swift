package import GeoTareas

extension Report {
  /// How a tenant stands, and what has happened since the last summary.
  package struct Summary: Sendable, Equatable {
    /// The time since the last summary.
    package var period: Duration
    package var polls: Int
    /// Tasks in the last poll.
    package var tasks: Int
    /// Effects that were made, whether the server confirmed them or reading proved them.
    package var effects: Int
    /// How often each event was reported.
    package var counts: [Name: Int]
    /// Effects that wait for their turn.
    package var queue = 0
    /// How long they will take; nil where none waits.
    package var drain: Duration?
    package var inDoubt = 0
    package var parked = 0
    /// Effects in the queue that are held.
    package var held = 0
    /// The earliest due date that has passed, in the tenant's time.
    package var oldestOverdue: LocalDateTime?
    /// Each endpoint, in a fixed order.
    package var budgets: [Budget] = []
    package var trail: TrailEnd?

    package init(period: Duration, polls: Int, tasks: Int, effects: Int, counts: [Name: Int]) {
      self.period = period
      self.polls = polls
      self.tasks = tasks
      self.effects = effects
      self.counts = counts
    }

    /// The use of an endpoint's limit.
    package struct Budget: Sendable, Equatable {
      package var endpoint: Endpoint
      /// Requests of ours that count.
      package var used: Int
      /// Requests allowed.
      package var limit: Int
      /// Requests of others that count.
      package var foreign: Int
      /// The other endpoints that draw on the same limit, as far as is known.
      package var sharedWith: [Endpoint]
      /// The time until the next request; nil where it may go now, or that depends on an answer.
      package var next: Duration?
      /// How long the effects that wait for it will take; nil where none waits.
      package var drain: Duration?

      package init(
        _ endpoint: Endpoint, used: Int, limit: Int, foreign: Int = 0, sharedWith: [Endpoint] = [],
        next: Duration? = nil, drain: Duration? = nil
      ) {
        self.endpoint = endpoint
        self.used = used
        self.limit = limit
        self.foreign = foreign
        self.sharedWith = sharedWith
        self.next = next
        self.drain = drain
      }
    }
  }
}
