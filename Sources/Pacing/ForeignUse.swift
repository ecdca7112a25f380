import Foundation

/// Requests of others under the same limit, as far as the server's counts betray them.
///
/// Times are nanoseconds. A count is compared with what our own requests explain; what is above is a *ghost*, which
/// holds a token as one of our own would. From the ghosts of ten windows follows how many come in a window, and from that
/// how many tokens to leave to them: so many that they, arriving at random, are refused one time in five at most.
struct ForeignUse: Sendable, Equatable {
  /// Below so many requests a window we are alone.
  static let least = 0.1
  /// The share of others' requests that may find the limit used up by us.
  static let refused = 0.2
  /// The probability that others fill the limit between our last look and our next arrival.
  static let risk = 0.02

  let window: Int64
  /// The latest times the requests of others can have arrived, in order.
  private(set) var ghosts: [Int64] = []
  /// When the server's count was last seen.
  private(set) var seen: Int64?
  /// Requests of others in a window, about.
  private(set) var load = 0.0
  /// Until then refusals are explained by requests that were there before us.
  private(set) var strangersUntil = Int64.min
  private(set) var count = 0.0
  /// The time in which they were counted, as far as it is remembered, in nanoseconds.
  private(set) var time = 0.0
  private var roundTrip = 200e6
  private(set) var fit: CounterFit
  /// True once the server was found to keep two counters.
  private var isFitted = false
  /// False when the server's counts are of no use: see ``Watchdog``.
  private(set) var isTrusted = true

  init(window: Int64) {
    self.window = window
    fit = CounterFit(window: window)
  }

  /// Goes on with what was known at the moment `then`.
  init(window: Int64, memory: LimiterMemory, from then: Int64) {
    self.init(window: window)
    if let counters = memory.counters {
      fit = CounterFit(window: window, counters, from: then)
      isFitted = fit.isCertain
    }
    guard memory.foreignCount.isFinite, memory.foreignTime.isFinite else { return }
    count = max(0, memory.foreignCount)
    time = max(0, memory.foreignTime)
    load = rate()
  }

  var isKnown: Bool { load >= Self.least }

  /// True while the server's counts are explained by our own requests, as a log of them would show them.
  var isExplained: Bool { !isKnown && fit.isLog }

  /// A round trip, about.
  var delay: Int64 { Int64(roundTrip) }

  /// Of `whole` tokens, those to leave to others for good.
  func lines(of whole: Int) -> Int {
    isKnown ? Traffic.lines(load: load, refused: Self.refused, most: whole - 1) : 0
  }

  /// Of `whole` tokens, those to leave to requests that may have come since the last look.
  func room(at now: Int64, of whole: Int) -> Int {
    guard isKnown, let seen else { return 0 }
    let mean = load * min((Double(now - seen) + roundTrip) / Double(window), 1)
    return Traffic.room(mean: mean, risk: Self.risk, most: whole - 1)
  }

  /// How many ghosts are gone at `now`, when each holds its token for `hold`: they are the first ones.
  func gone(at now: Int64, hold: Int64) -> Int {
    var count = 0
    while count < ghosts.count, ghosts[count] + hold <= now { count += 1 }
    return count
  }

  /// Learns from the server's count.
  mutating func look(_ look: Look, at now: Int64, hold: Int64) {
    roundTrip += 0.1 * (Double(now - look.sent) - roundTrip)
    ghosts.removeFirst(gone(at: now, hold: hold))
    var (sure, maybe) = look.own
    if look.isAccepted {
      let middle = look.sent + (now - look.sent) / 2
      fit.learn(at: middle, used: look.used, log: min(max(look.used, sure + 1), maybe + 1), isAlone: look.isAlone)
      if !isFitted, fit.isCertain {
        // What was taken for others were the counters.
        isFitted = true
        ghosts = []
        count = 0
      }
      if let estimate = fit.estimate(at: middle) {
        sure = Int(estimate.rounded(.down)) - 1
        maybe = Int(estimate.rounded(.up))
      }
    }
    let added = isTrusted ? reconcile(least: look.used - 1 - maybe, most: look.used - 1 - sure, at: now) : 0
    if let freeIn = look.freeIn, !ghosts.isEmpty {
      ghosts[0] = min(ghosts[0], now + freeIn - window)
    }
    guard look.isAccepted else {
      seen = seen ?? now
      return
    }
    if let seen {
      learnRate(added, over: Double(now - seen))
    } else if added > 0 {
      // What was there before us says nothing of a rate.
      strangersUntil = now + hold
    }
    seen = now
  }

  /// Brings the ghosts between what is surely not ours and what may be; returns how many were added.
  private mutating func reconcile(least: Int, most: Int, at now: Int64) -> Int {
    if least > ghosts.count {
      let added = least - ghosts.count
      ghosts += Array(repeating: now, count: added)
      return added
    }
    if max(0, most) < ghosts.count { ghosts.removeFirst(ghosts.count - max(0, most)) }
    return 0
  }

  private mutating func learnRate(_ added: Int, over passed: Double) {
    if added > 0 || count > 0 {
      let keep = exp(-passed / (10 * Double(window)))
      time = time * keep + passed
      count = count * keep + Double(added)
      if count < 1e-3 { count = 0 }
    } else {
      time = min(time + passed, 10 * Double(window))
    }
    load = rate()
  }

  private func rate() -> Double { count * Double(window) / max(Double(window), time) }

  /// Takes over our own requests of an earlier life, that were judged at about `times`.
  mutating func restore(_ times: [Int64]) { fit.restore(times) }

  /// Drops all that was thought of others; with `trusting` false, for good.
  mutating func forget(trusting: Bool) {
    ghosts = []
    (count, load) = (0, 0)
    isTrusted = trusting
  }

  /// Drops the oldest ghosts: they were our own requests under another name.
  mutating func disown(_ number: Int) { ghosts.removeFirst(min(number, ghosts.count)) }

  /// Takes over what is known of others under a limit that is found to be the same.
  mutating func join(_ other: ForeignUse) {
    if other.ghosts.count > ghosts.count { ghosts = other.ghosts }
    (count, load) = (0, 0)
    seen = seen.flatMap { mine in other.seen.map { min(mine, $0) } }
    strangersUntil = max(strangersUntil, other.strangersUntil)
    isTrusted = isTrusted && other.isTrusted
    fit = CounterFit(window: window)
  }
}
