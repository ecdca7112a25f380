/// A bucket of N tokens: each is taken when a request is sent, and comes back `window + margin` after its own answer.
///
/// Whatever the delays, the order of arrival or the losses, no window at the server ever holds more than N of these
/// requests. A request reaches the server after it was sent and before its answer comes back. So two requests that use
/// the same token are more than a window apart where the server counts them. The margin covers the grain and the
/// disagreement of the server's own clocks.
package struct RequestLedger: Sendable, Equatable {
  /// The configured limit.
  package let limit: RateLimit
  private(set) package var margin: Duration
  /// The limit that the server named last, if it is lower.
  private(set) package var serverLimit: Int?
  /// The tokens in use: first those on their way back, in the order of their return, then those of requests under way.
  ///
  /// A token that has come back may still be listed until the next ``take(_:at:lane:)``.
  private(set) package var entries: [Entry] = []
  /// Nothing is sent before this, because the server said so or an earlier run is not known.
  private(set) package var blockedUntil: Instant?
  /// How many of the entries are on their way back.
  private var returning = 0
  /// The limit's window, in nanoseconds.
  let window: Int64
  /// How long a token stays away after its answer, in nanoseconds.
  private(set) var hold: Int64

  package init(limit: RateLimit, margin: Duration = .milliseconds(250)) {
    self.limit = limit
    self.margin = margin
    window = limit.window.wholeNanoseconds
    hold = window + margin.wholeNanoseconds
  }

  /// How many tokens there are: the configured limit or the server's, whichever is lower, and at least one.
  package var capacity: Int { max(1, min(limit.requests, serverLimit ?? limit.requests)) }

  /// How many requests have no answer yet.
  var underWay: Int { entries.count - returning }

  /// How many tokens could be taken at `now`.
  package func available(at now: Instant) -> Int {
    if let blockedUntil, blockedUntil > now { return 0 }
    return max(0, capacity - (entries.count - returned(by: now.nanoseconds)))
  }

  /// The earliest time at which a token is free, if nothing else is sent or answered; nil while that depends on an
  /// answer.
  package func nextAvailable(at now: Instant) -> Instant? {
    let start = max(now, blockedUntil ?? now)
    let gone = returned(by: start.nanoseconds)
    let excess = entries.count - gone - capacity + 1
    guard excess > 0 else { return start }
    let place = gone + excess - 1
    return place < returning ? Instant(nanoseconds: returnTime(place)) : nil
  }

  /// Takes a token for request `id`.
  ///
  /// The caller has made sure that one is ``available(at:)``. `lane` names one of several endpoints that share the
  /// limit.
  package mutating func take(_ id: Int64, at now: Instant, lane: Int = 0) {
    forget(at: now)
    entries.append(Entry(id: id, sent: now, lane: lane))
  }

  /// Starts the return of the token: the answer to `id` has come.
  ///
  /// Returns when the request was sent. A second call for the same request changes nothing and returns nil.
  @discardableResult
  package mutating func settle(_ id: Int64, at now: Instant, isRefused: Bool = false) -> Instant? {
    guard let index = index(of: id) else { return nil }
    var entry = entries[index]
    entry.settled = now
    entry.isRefused = isRefused
    // Most answers of earlier requests have come before, so the place is near the end.
    var place = returning
    while place > 0, returnTime(place - 1) > now.nanoseconds + hold { place -= 1 }
    var hole = index
    while hole > place {
      entries[hole] = entries[hole - 1]
      hole -= 1
    }
    entries[place] = entry
    returning += 1
    return entry.sent
  }

  /// Gives the token back at once: request `id` provably never left.
  package mutating func giveBack(_ id: Int64) {
    returning -= entries[..<returning].count { $0.id == id }
    entries.removeAll { $0.id == id }
  }

  /// Takes over tokens of an earlier run.
  ///
  /// Those without an answer count as settled at `sent + lifetime`, when the request can no longer arrive.
  package mutating func restore(_ earlier: [Entry], lifetime: Duration) {
    let settled = earlier.map { entry in
      var entry = entry
      entry.settled = entry.settled ?? entry.sent + lifetime
      return entry
    }
    adopt(settled)
  }

  /// Sends nothing before `until`.
  ///
  /// A block that ends later stays in force.
  package mutating func block(until: Instant) {
    blockedUntil = max(until, blockedUntil ?? until)
  }

  /// Takes note of the limit that the server names in its answers.
  package mutating func note(serverLimit: Int) {
    self.serverLimit = serverLimit
  }
}

extension RequestLedger {
  /// Keeps tokens away for longer after their answers; a shorter margin than the present one is ignored.
  mutating func widen(margin: Duration) {
    guard margin > self.margin else { return }
    self.margin = margin
    hold = window + margin.wholeNanoseconds
  }

  /// Adds entries, answered or not.
  mutating func adopt(_ others: [Entry]) {
    entries += others
    entries.sort { ($0.settled?.nanoseconds ?? .max, $0.sent) < ($1.settled?.nanoseconds ?? .max, $1.sent) }
    returning = entries.count { $0.settled != nil }
  }

  /// Keeps only the entries of one lane.
  mutating func keep(lane: Int) {
    entries.removeAll { $0.lane != lane }
    returning = entries.count { $0.settled != nil }
  }

  /// When request `id`, which is under way, was sent.
  func sent(_ id: Int64) -> Instant? { index(of: id).map { entries[$0].sent } }

  /// The place of request `id` among those under way.
  private func index(of id: Int64) -> Int? {
    var place = returning
    while place < entries.count {
      if entries[place].id == id { return place }
      place += 1
    }
    return nil
  }

  /// How many of the listed tokens are back at `now`; they come first.
  func returned(by now: Int64) -> Int {
    var count = 0
    while count < returning, returnTime(count) <= now { count += 1 }
    return count
  }

  /// When the token at a place in ``entries`` is back; `.max` for a request under way.
  func returnTime(_ place: Int) -> Int64 {
    guard let settled = entries[place].settled else { return .max }
    return settled.nanoseconds + hold
  }

  /// Forgets tokens that are back, except those that a request under way may have met in the server's window.
  ///
  /// After two windows they are forgotten too: so late an answer explains nothing.
  private mutating func forget(at now: Instant) {
    var horizon = now.nanoseconds
    var place = returning
    while place < entries.count {
      horizon = min(horizon, entries[place].sent.nanoseconds)
      place += 1
    }
    let gone = returned(by: max(horizon, now.nanoseconds - 2 * window))
    guard gone > 0 else { return }
    entries.removeFirst(gone)
    returning -= gone
  }
}
