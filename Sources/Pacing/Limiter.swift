/// One limit of a server, as this client keeps it: a value that says when the next request may go.
///
/// It consists of a ``RequestLedger``, which alone guarantees that no window at the server holds more of our requests
/// than allowed; a pace for background work; an estimate of what others use under the same limit; and what refusals
/// have taught. It has no clock: every call takes `now`, which never goes back.
package struct Limiter: Sendable, Equatable {
  /// Background work leaves room for this many urgent requests in a row.
  static let cushion = 3
  /// Jitter allowance in nanoseconds: a paced request that is late by up to this does not delay the next one.
  ///
  /// Round trips differ by about this much. Without the allowance, each late answer would delay all following requests.
  static let grace: Int64 = 300_000_000

  var ledger: RequestLedger
  var pacer: Pacer
  var foreign: ForeignUse
  var penalty = Penalty()
  var watchdog = Watchdog()
  /// The limit that the server named last, even if it is above the configured one.
  var serverLimit: Int?
  /// A limit above the one in force, and when the server first named it.
  var raise: Raise?
  /// When the first request of this run was sent.
  var firstSend: Int64?
  /// How much is left to others.
  var headroom = Headroom()
  /// The time in which refusals keep requests back, if there is one.
  package internal(set) var rest: Rest?

  /// A higher limit that the server has named in every answer since.
  struct Raise: Sendable, Equatable {
    var limit: Int
    var since: Int64
  }

  package init(limit: RateLimit) {
    let window = limit.window.wholeNanoseconds
    let margin = min(max(window / 240, 25_000_000), 250_000_000)
    ledger = RequestLedger(limit: limit, margin: .nanoseconds(margin))
    pacer = Pacer(requests: limit.requests, window: window)
    foreign = ForeignUse(window: window)
  }

  package var limit: RateLimit { ledger.limit }
  package var margin: Duration { ledger.margin }
  package var entries: [RequestLedger.Entry] { ledger.entries }

  /// The earliest time at which a request may go, if nothing else is sent or answered until then; `now` when it may go
  /// now.
  ///
  /// Nil while that depends on an answer that is under way. If the time is in the future, ask again then: others may
  /// have sent requests.
  package func earliest(at now: Instant, _ urgency: Urgency) -> Instant? {
    let time = time(at: now.nanoseconds, urgency)
    return time == .max ? nil : Instant(nanoseconds: time)
  }

  /// How many requests could be sent at once now.
  package func free(at now: Instant, _ urgency: Urgency) -> Int {
    guard time(at: now.nanoseconds, urgency) == now.nanoseconds else { return 0 }
    return allowance(at: now.nanoseconds, urgency)
  }

  /// Takes a token for request `id`, which is about to be sent.
  ///
  /// The caller has asked ``earliest(at:_:)``. `lane` names one of several endpoints that share the limit.
  package mutating func take(_ id: Int64, at now: Instant, lane: Int = 0) {
    penalty.ease(at: now.nanoseconds)
    leaveRoom(at: now.nanoseconds)
    // A server with counters, or one that others use as well, is likely to refuse requests that catch up.
    let grace = foreign.isExplained ? Self.grace : 0
    pacer.send(at: now.nanoseconds, pace(at: now.nanoseconds), grace: grace)
    watchdog.send(at: now.nanoseconds, isWaiting: pacer.isWaiting)
    firstSend = firstSend ?? now.nanoseconds
    ledger.take(id, at: now, lane: lane)
  }

  /// Gives the token back at once: request `id` provably never left.
  package mutating func giveBack(_ id: Int64) { ledger.giveBack(id) }

  /// Records whether background work waits.
  ///
  /// Credit for sends without spacing is earned only while none does.
  ///
  /// Saying the same again changes nothing.
  package mutating func wait(_ isWaiting: Bool, at now: Instant) {
    pacer.wait(isWaiting, at: now.nanoseconds, pace(at: now.nanoseconds))
  }

  /// Sends nothing before `until`.
  ///
  /// A block that ends later stays in force.
  package mutating func block(until: Instant) { ledger.block(until: until) }

  /// Sends nothing for a window and the margin: requests of an earlier run may fill it.
  package mutating func fallSilent(at now: Instant) {
    ledger.block(until: Instant(nanoseconds: now.nanoseconds + ledger.hold))
    pacer.forfeit()
  }

  /// Takes over tokens of an earlier run.
  ///
  /// Those without an answer count as settled at `sent + lifetime`, when the request can no longer arrive.
  package mutating func restore(_ entries: [RequestLedger.Entry], lifetime: Duration) {
    ledger.restore(entries, lifetime: lifetime)
    foreign.restore(
      entries.compactMap { entry in
        entry.settled.map { entry.sent.nanoseconds + ($0.nanoseconds - entry.sent.nanoseconds) / 2 }
      })
    pacer.forfeit()
  }
}
