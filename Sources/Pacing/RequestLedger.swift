/// A bucket of N tokens in which each token is taken at send and comes back `window + margin` after its own answer.
///
/// Whatever the delays, the order of arrival or losses, no window at the server ever holds more than N of these
/// requests: a request reaches the server before its answer comes back and after it was sent, so two requests that
/// use the same token lie more than a window apart where the server counts them. The margin covers the grain and
/// the disagreement of the server's own clocks.
package struct RequestLedger: Sendable, Equatable {
  /// One token in use.
  package struct Entry: Sendable, Hashable {
    /// The request that took it.
    package var id: Int64
    package var sent: Instant
    /// When the answer was back, or since when the request can no longer arrive; nil while it is under way.
    package var settled: Instant?

    package init(id: Int64, sent: Instant, settled: Instant? = nil) {
      self.id = id
      self.sent = sent
      self.settled = settled
    }
  }

  /// The configured limit.
  package let limit: RateLimit
  package let margin: Duration
  /// The limit the server named last, if it is lower.
  private(set) package var serverLimit: Int?
  private(set) package var entries: [Entry] = []
  /// Nothing is sent before this: the server said so, or nothing is known of an earlier life.
  private(set) package var blockedUntil: Instant?

  package init(limit: RateLimit, margin: Duration = .milliseconds(250)) {
    self.limit = limit
    self.margin = margin
  }

  /// Tokens in all: the configured limit or the server's, whichever is lower, and one at least.
  package var capacity: Int { max(1, min(limit.requests, serverLimit ?? limit.requests)) }

  /// Tokens that could be taken at `now`.
  package func available(at now: Instant) -> Int {
    if let blockedUntil, blockedUntil > now { return 0 }
    return max(0, capacity - entries.count { isHeld($0, at: now) })
  }

  /// The earliest time a token is free, if no further request is sent or answered; nil while that depends on an answer.
  package func nextAvailable(at now: Instant) -> Instant? {
    let start = max(now, blockedUntil ?? now)
    let held = entries.filter { isHeld($0, at: start) }
    let excess = held.count - (capacity - 1)
    guard excess > 0 else { return start }
    let returns = held.compactMap { $0.settled.map { $0 + limit.window + margin } }.sorted()
    return returns.count >= excess ? returns[excess - 1] : nil
  }

  /// Takes a token for request `id`.
  ///
  /// The caller has made sure that one is ``available(at:)``.
  package mutating func take(_ id: Int64, at now: Instant) {
    entries = entries.filter { isHeld($0, at: now) }
    entries.append(Entry(id: id, sent: now))
  }

  /// Starts the token's way back: the answer to `id` is here.
  ///
  /// A second call for the same request changes nothing.
  package mutating func settle(_ id: Int64, at now: Instant) {
    guard let index = entries.firstIndex(where: { $0.id == id && $0.settled == nil }) else { return }
    entries[index].settled = now
  }

  /// Gives the token back at once: request `id` provably never left.
  package mutating func giveBack(_ id: Int64) {
    entries.removeAll { $0.id == id }
  }

  /// Takes over tokens of an earlier life; those without an answer count as settled at `sent + lifetime`,
  /// when the request can no longer arrive.
  package mutating func restore(_ earlier: [Entry], lifetime: Duration) {
    entries += earlier.map { Entry(id: $0.id, sent: $0.sent, settled: $0.settled ?? $0.sent + lifetime) }
  }

  /// Sends nothing before `until`; an earlier, longer block stays.
  package mutating func block(until: Instant) {
    blockedUntil = max(until, blockedUntil ?? until)
  }

  /// Takes note of the limit the server names in its answers.
  package mutating func note(serverLimit: Int) {
    self.serverLimit = serverLimit
  }

  private func isHeld(_ entry: Entry, at now: Instant) -> Bool {
    guard let settled = entry.settled else { return true }
    return settled + limit.window + margin > now
  }
}
