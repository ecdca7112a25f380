/// Estimates the requests of others under the same limit from the server's counts and refusals.
///
/// Times are nanoseconds. A count is compared with what our own requests explain. What is above that is a *ghost*,
/// which holds a token as one of our own requests would. What our own requests cannot explain under any way of counting
/// is *proven*. The most that others held at once lately, and how many come in a window, follow from the proven ones.
/// They decide how much to leave to others: see ``headroom(of:at:hold:)``.
struct ForeignUse: Sendable, Equatable {
  /// With fewer requests of others per window than this, we count as alone.
  static let least = 0.1
  /// For how many windows the most that others held counts in full, when it was seen in counts and in refusals.
  private static let memory: (counts: Int64, refusals: Int64) = (5, 10)

  let window: Int64
  /// About how many tokens others hold.
  private(set) var ghosts = UnseenRequests()
  /// How many tokens others hold at least.
  private var proven = UnseenRequests()
  /// The most of those lately.
  private(set) var peak: Peak
  /// The most ghosts that appeared lately between two counts.
  private(set) var bursts: Peak
  private(set) var spread: Spread
  private(set) var logCheck: LogCheck
  /// When the server's window was first known, and when last.
  private(set) var seen: Int64?
  /// When the server's count was last seen.
  private(set) var counted: Int64?
  /// The end of the first window that was watched; nil where no count was seen, and in a later run.
  private(set) var watchedUntil: Int64?
  /// True once a first window is watched, or was in an earlier run.
  private var isWarm = false
  /// When a count last showed more than our own requests explain.
  private var provenAt: Int64?
  private(set) var rate: ForeignRate
  /// Until then, requests that came before ours explain refusals.
  private(set) var strangersUntil = Int64.min
  private var roundTrip = 200e6
  private(set) var fit: CounterFit
  /// True once the server was found to keep two counters.
  private var isFitted = false
  /// False when the server's counts are of no use: see ``Watchdog``.
  private(set) var isTrusted = true

  init(window: Int64) {
    self.window = window
    rate = ForeignRate(window: window)
    fit = CounterFit(window: window)
    peak = Peak(step: window)
    bursts = Peak(step: window)
    spread = Spread(window: window)
    logCheck = LogCheck(window: window)
  }

  /// Continues with what was known at the moment `then`.
  init(window: Int64, memory: LimiterSnapshot, from then: Int64) {
    self.init(window: window)
    isWarm = true
    if let counters = memory.counters {
      fit = CounterFit(window: window, counters, from: then)
      isFitted = fit.isCertain
    }
    rate = ForeignRate(window: window, count: memory.foreignCount, time: memory.foreignTime)
    let known = memory.foreignPeak ?? (rate.load >= Self.least ? Int(min(rate.load, 1_000).rounded(.up)) : 0)
    peak.note(min(max(0, known), 1_000), at: then, for: Self.memory.counts * window)
  }

  /// True while the server's counts are explained by our own requests, as a log of them would show them.
  var isExplained: Bool { rate.load < Self.least && fit.isLog }

  /// About how long a round trip takes.
  var delay: Int64 { Int64(roundTrip) }

  /// Learns from the server's count or refusal.
  mutating func look(_ look: UsageSample, at now: Int64, hold: Int64) {
    roundTrip += 0.1 * (Double(now - look.sent) - roundTrip)
    ghosts.forget(at: now, hold: hold)
    proven.forget(at: now, hold: hold)
    let middle = look.sent + (now - look.sent) / 2
    let came = prove(look, own: max(look.own.maybe, fit.most(at: middle)), at: now)
    if look.isAccepted { logCheck.learn(look, at: now) }
    let own = look.isAccepted ? explain(look, at: middle, now) : look.own
    let added =
      isTrusted ? ghosts.bring(between: look.used - 1 - own.maybe, and: look.used - 1 - own.sure, at: now) : 0
    if let freeIn = look.freeIn { ghosts.leave(by: now + freeIn + hold - window, hold: hold) }
    bursts.note(added, at: now, for: Self.memory.counts * window)
    note(isTrusted ? came : 0, added, look, at: now, hold: hold)
  }

  /// Takes note of what others surely hold; returns how many of these are new.
  private mutating func prove(_ look: UsageSample, own: Int, at now: Int64) -> Int {
    var least = look.used - 1 - own
    if !look.isAccepted {
      // A single one too many may also mean that the server does not keep to its limit. And one refusal must not make
      // us leave more than half to others.
      least = least < 2 ? 0 : min(least, (look.used - 1) / 2)
    }
    if least > 0 { provenAt = now }
    let came = proven.bring(between: least, and: look.used - 1 - look.own.sure, at: now)
    let memory = look.isAccepted ? Self.memory.counts : Self.memory.refusals
    if isTrusted { peak.note(proven.count, at: now, for: memory * window) }
    return came
  }

  /// How much of a count our own requests explain, by a log or, if that explains more of all counts, by two counters.
  private mutating func explain(_ look: UsageSample, at middle: Int64, _ now: Int64) -> (sure: Int, maybe: Int) {
    let log = min(max(look.used, look.own.sure + 1), look.own.maybe + 1)
    fit.learn(at: middle, used: look.used, log: log, isAlone: look.isAlone)
    if !isFitted, fit.isCertain {
      isFitted = true
      if now - (provenAt ?? now - 10 * window) >= 10 * window {
        // The ghosts came from the counters.
        ghosts = UnseenRequests()
        rate.forget()
      }
    }
    guard let estimate = fit.estimate(at: middle) else { return look.own }
    return (Int(estimate.rounded(.down)) - 1, Int(estimate.rounded(.up)))
  }

  private mutating func note(_ came: Int, _ added: Int, _ look: UsageSample, at now: Int64, hold: Int64) {
    if let seen {
      if rate.load >= Self.least || ghosts.count > 0 { spread.note(ghosts.count, for: now - seen) }
      if look.isAccepted {
        rate.learn(came, over: Double(now - seen))
        self.seen = now
      }
    } else {
      seen = now
      // What was there before us says nothing about a rate.
      if look.isAccepted, added > 0 { strangersUntil = now + hold }
    }
    guard look.isAccepted else { return }
    if !isWarm { watchedUntil = now + window }
    isWarm = true
    counted = now
  }

  /// Takes note of a request of ours that was judged at about `time`, and whose count was not stated.
  mutating func passed(at time: Int64) { fit.pass(at: time) }

  /// Takes over our own requests of an earlier run that were judged at about `times`.
  mutating func restore(_ times: [Int64]) {
    fit.restore(times)
    isWarm = isWarm || !times.isEmpty
  }

  /// Drops everything that was assumed about others; with `trusting` false, for good.
  mutating func forget(trusting: Bool) {
    (ghosts, proven) = (UnseenRequests(), UnseenRequests())
    (peak, bursts) = (Peak(step: window), Peak(step: window))
    rate.forget()
    isTrusted = trusting
  }

  /// Drops what others were assumed to hold, because the server's refusals have another reason.
  mutating func forgetHeld() {
    (ghosts, proven) = (UnseenRequests(), UnseenRequests())
    (peak, bursts) = (Peak(step: window), Peak(step: window))
  }

  /// Drops the oldest ghosts, because they were our own requests to another endpoint.
  mutating func disown(_ number: Int) {
    ghosts.disown(number)
    proven.disown(number)
  }

  /// Takes over what is known about others under a limit that turned out to be the same.
  mutating func join(_ other: ForeignUse) {
    if other.ghosts.count > ghosts.count { ghosts = other.ghosts }
    proven = UnseenRequests()
    (peak, bursts) = (Peak(step: window), Peak(step: window))
    (spread, logCheck) = (Spread(window: window), LogCheck(window: window))
    rate.forget()
    seen = seen.flatMap { mine in other.seen.map { min(mine, $0) } }
    counted = counted.flatMap { mine in other.counted.map { min(mine, $0) } }
    strangersUntil = max(strangersUntil, other.strangersUntil)
    isTrusted = isTrusted && other.isTrusted
    fit = CounterFit(window: window)
  }
}
