/// What a limiter has learned, for the next run.
///
/// All times are nanoseconds relative to the moment it was made, so that it survives restarts and boots. It does not
/// contain the tokens in use: the ledger of requests is kept entry by entry.
package struct LimiterSnapshot: Sendable, Hashable, Codable {
  /// How many refusals nothing explained.
  package var strikes: Int
  /// Tokens given up because of them.
  package var penalty: Int
  /// Time until one of these tokens returns; meaningless without any.
  package var easesIn: Int64
  /// The wait before the next one returns.
  package var patience: Int64
  /// Time until the end of a block or a rest, whichever ends later.
  package var blockedFor: Int64
  /// How long refusals have kept requests back; nil where they do not.
  package var restedFor: Int64?
  /// True where one request per window finds out whether the server still refuses.
  package var isProbing: Bool?
  /// Requests of others, as far as they are remembered.
  package var foreignCount: Double
  /// The time over which they came.
  package var foreignTime: Double
  /// The most that others held at once lately.
  package var foreignPeak: Int?
  /// How well two counters explain the server's counts; nil where a log explains all of them.
  package var counters: Counters?

  /// What is known about a server that may keep two counters: see ``CounterFit``.
  package struct Counters: Sendable, Hashable, Codable {
    /// The counters for one position of their windows.
    package struct Place: Sendable, Hashable, Codable {
      /// Time to the end of the present window.
      package var endsIn: Int64
      package var previous: Double
      package var current: Double
      package var error: Double
    }

    package var places: [Place]
    package var logError: Double
    package var deficit: Double
    package var looks: Int
  }

  package init(
    strikes: Int = 0, penalty: Int = 0, easesIn: Int64 = 0, patience: Int64 = 0, blockedFor: Int64 = 0,
    restedFor: Int64? = nil, isProbing: Bool? = nil, foreignCount: Double = 0, foreignTime: Double = 0,
    foreignPeak: Int? = nil, counters: Counters? = nil
  ) {
    self.strikes = strikes
    self.penalty = penalty
    self.easesIn = easesIn
    self.patience = patience
    self.blockedFor = blockedFor
    self.restedFor = restedFor
    self.isProbing = isProbing
    self.foreignCount = foreignCount
    self.foreignTime = foreignTime
    self.foreignPeak = foreignPeak
    self.counters = counters
  }
}

extension Limiter {
  /// Makes a limiter that continues with what an earlier one had learned when it made `memory`, at `then`.
  ///
  /// Its tokens come back through ``restore(_:lifetime:)``.
  package init(limit: RateLimit, memory: LimiterSnapshot, from then: Instant) {
    self.init(limit: limit)
    remember(memory, from: then)
  }

  /// Takes over what was learned by `then`; of several memories, the most careful counts.
  package mutating func remember(_ memory: LimiterSnapshot, from then: Instant) {
    penalty.join(
      Penalty(
        strikes: memory.strikes, tokens: min(memory.penalty, limit.requests - 1),
        easesAt: then.nanoseconds.addingClamped(memory.easesIn), patience: memory.patience))
    if memory.strikes > 0 { ledger.widen(margin: .nanoseconds(ledger.window / 60)) }
    resume(memory, from: then)
    let remembered = ForeignUse(window: ledger.window, memory: memory, from: then.nanoseconds)
    let isMore =
      remembered.rate.load > foreign.rate.load
      || remembered.peak.most(at: then.nanoseconds) > foreign.peak.most(at: then.nanoseconds)
    if foreign.seen == nil, isMore || foreign.rate.time == 0 { foreign = remembered }
    leaveRoom(at: then.nanoseconds)
    pacer.forfeit()
  }

  /// Continues a rest or a block.
  ///
  /// One that an earlier version stored is limited to five more windows.
  private mutating func resume(_ memory: LimiterSnapshot, from then: Instant) {
    let blockedFor = min(memory.blockedFor, Self.believed * ledger.window + ledger.hold)
    let until = Instant(nanoseconds: then.nanoseconds + max(0, blockedFor))
    let isProbing = memory.isProbing ?? false
    guard let restedFor = memory.restedFor, blockedFor > 0 || isProbing else {
      if blockedFor > 0 { ledger.block(until: until) }
      return
    }
    guard rest.map({ $0.until < until }) ?? true else { return }
    let since = then.nanoseconds.subtractingClamped(max(0, restedFor))
    rest = Rest(since: Instant(nanoseconds: since), until: until, isProbing: isProbing)
  }

  /// What has been learned by `now`.
  package func memory(at now: Instant) -> LimiterSnapshot {
    let time = now.nanoseconds
    return LimiterSnapshot(
      strikes: penalty.strikes, penalty: penalty.tokens,
      easesIn: penalty.tokens > 0 ? max(0, penalty.easesAt - time) : 0, patience: penalty.patience,
      blockedFor: max(0, (blockedUntil?.nanoseconds ?? time) - time),
      restedFor: rest.map { max(0, time - $0.since.nanoseconds) }, isProbing: rest?.isProbing,
      foreignCount: foreign.rate.count, foreignTime: foreign.rate.time, foreignPeak: foreign.peak.most(at: time),
      counters: foreign.fit.memory(at: time))
  }
}

extension Int64 {
  /// The sum, or the largest number where it does not fit.
  fileprivate func addingClamped(_ other: Int64) -> Int64 {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? .max : sum
  }

  /// The difference, or the smallest number where it does not fit.
  fileprivate func subtractingClamped(_ other: Int64) -> Int64 {
    let (difference, overflows) = subtractingReportingOverflow(other)
    return overflows ? .min : difference
  }
}
