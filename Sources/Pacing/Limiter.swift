/// One limit of a server as this client keeps it: a value that says when the next request may go.
///
/// It is a ``RequestLedger``, which alone guarantees that no window at the server holds more of our requests than
/// allowed; a pace for background work; what others under the same limit seem to use; and what refusals have taught.
/// It keeps no time: every call takes `now`, which never goes back.
package struct Limiter: Sendable, Equatable {
  /// Urgent requests in a row for which background work leaves room.
  static let cushion = 3
  /// How much lateness of a paced request the next one makes up for, in nanoseconds: what round trips differ by.
  ///
  /// Without it each answer that comes late would move all that follow.
  static let grace: Int64 = 300_000_000

  var ledger: RequestLedger
  var pacer: Pacer
  var foreign: ForeignUse
  var penalty = Penalty()
  var watchdog = Watchdog()
  /// The limit the server named last, also where it is above the configured one.
  var serverLimit: Int?
  /// A limit above the one in force, and when the server named it first.
  var raise: Raise?
  /// When the first request of this life was sent.
  var firstSend: Int64?
  /// What is left to others.
  var headroom = Headroom()
  /// The time in which refusals keep requests back, if there is one.
  package internal(set) var rest: Rest?

  /// A higher limit that the server has named without a break.
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

  /// The earliest time a request may go, if nothing else is sent or answered until then; `now` when it may go now.
  ///
  /// Nil while that depends on an answer under way. At a time in the future, ask again: others may have come.
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
  /// The caller has asked ``earliest(at:_:)``. `lane` says for which of several endpoints that share the limit.
  package mutating func take(_ id: Int64, at now: Instant, lane: Int = 0) {
    penalty.ease(at: now.nanoseconds)
    leaveRoom(at: now.nanoseconds)
    // What a server with counters, or one that others use as well, is likely to refuse are sends that catch up.
    let grace = foreign.isExplained ? Self.grace : 0
    pacer.send(at: now.nanoseconds, pace(at: now.nanoseconds), grace: grace)
    watchdog.send(at: now.nanoseconds, isWaiting: pacer.isWaiting)
    firstSend = firstSend ?? now.nanoseconds
    ledger.take(id, at: now, lane: lane)
  }

  /// Gives the token back at once: request `id` provably never left.
  package mutating func giveBack(_ id: Int64) { ledger.giveBack(id) }

  /// Says whether background work waits: only while none does, credit is earned for sends without spacing.
  ///
  /// Saying the same again changes nothing.
  package mutating func wait(_ isWaiting: Bool, at now: Instant) {
    pacer.wait(isWaiting, at: now.nanoseconds, pace(at: now.nanoseconds))
  }

  /// Sends nothing before `until`; an earlier, longer block stays.
  package mutating func block(until: Instant) { ledger.block(until: until) }

  /// Sends nothing for a window and the margin: requests of an earlier life may fill it.
  package mutating func fallSilent(at now: Instant) {
    ledger.block(until: Instant(nanoseconds: now.nanoseconds + ledger.hold))
    pacer.forfeit()
  }

  /// Takes over tokens of an earlier life; those without an answer count as settled at `sent + lifetime`, when
  /// the request can no longer arrive.
  package mutating func restore(_ entries: [RequestLedger.Entry], lifetime: Duration) {
    ledger.restore(entries, lifetime: lifetime)
    foreign.restore(
      entries.compactMap { entry in
        entry.settled.map { entry.sent.nanoseconds + ($0.nanoseconds - entry.sent.nanoseconds) / 2 }
      })
    pacer.forfeit()
  }
}
