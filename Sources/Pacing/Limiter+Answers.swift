/// What answers teach.
extension Limiter {
  /// Waits after refusals that do not say how long double up to this.
  static let longestWait: Int64 = 900_000_000_000

  /// Starts the token's way back: the answer to `id` is here, or the request can no longer arrive.
  ///
  /// `word` is nil where the answer comes from a cache, says nothing of the limit, or never came. A second call for the same
  /// request changes nothing.
  package mutating func settle(_ id: Int64, at now: Instant, _ word: ServerWord? = nil) {
    let time = now.nanoseconds
    guard ledger.sent(id) != nil else { return }
    penalty.ease(at: time)
    if let word {
      unstated = 0
      note(word, at: time)
      if let remaining = word.remaining {
        let freeIn = remaining == 0 ? word.resetIn.map { max(0, $0.wholeNanoseconds) } : nil
        learn(look(id, at: time, used: max(0, whole - remaining), isAccepted: true, freeIn: freeIn), at: time)
        follow(
          watchdog.look(
            at: time, window: ledger.window, capacity: ledger.capacity - penalty.tokens, load: foreign.load))
      }
    }
    ledger.settle(id, at: now)
  }

  /// Learns that the server refused request `id` because of its limit, and waits.
  ///
  /// Without `retryAfter` that is for a window, doubling from refusal to refusal up to a quarter of an hour.
  package mutating func refuse(
    _ id: Int64, at now: Instant, retryAfter: Duration?, _ word: ServerWord? = nil
  ) -> Refusal {
    let time = now.nanoseconds
    let sent = ledger.sent(id)?.nanoseconds ?? time
    penalty.ease(at: time)
    let wait = max(0, retryAfter?.wholeNanoseconds ?? unstatedWait())
    if let word { note(word, at: time) }
    let isForeign = foreign.isKnown || foreign.seen == nil || time < foreign.strangersUntil
    learn(look(id, at: time, used: whole + 1, isAccepted: false, freeIn: wait), at: time)
    ledger.settle(id, at: now)
    ledger.block(until: Instant(nanoseconds: time + wait + ledger.hold - ledger.window))
    if !isForeign {
      // A server whose true limit is less than half of what it says is not to be found out in this way, but one that
      // refuses at random would bring us down to nothing.
      penalty.strike(sent: sent, at: time, most: min(ledger.capacity - 1, max(1, ledger.capacity / 2)))
      ledger.widen(margin: .nanoseconds(ledger.window / 60))
    }
    follow(watchdog.refuse())
    return Refusal(wait: ledger.blockedUntil.map { $0 - now } ?? .zero, isForeign: isForeign)
  }

  private mutating func unstatedWait() -> Int64 {
    let wait = min(max(ledger.window, 1), Self.longestWait) << Int64(min(unstated, 10))
    unstated += 1
    return min(wait, Self.longestWait)
  }

  private mutating func learn(_ look: Look?, at now: Int64) {
    guard let look else { return }
    foreign.look(look, at: now, hold: ledger.hold)
    lines = foreign.lines(of: whole)
  }

  private mutating func follow(_ advice: Watchdog.Advice) {
    switch advice {
    case .goOn: return
    case .distrust: foreign.forget(trusting: false)
    case .trust: foreign.forget(trusting: true)
    }
    lines = 0
  }

  /// What the server's count `used`, in the answer to `id`, is to be compared with; nil if that is not under way.
  private func look(
    _ id: Int64, at now: Int64, used: Int, isAccepted: Bool, freeIn: Int64?
  ) -> Look? {
    guard let sent = ledger.sent(id)?.nanoseconds else { return nil }
    var look = Look(
      sent: sent, isAccepted: isAccepted, used: used, own: (sure: 0, maybe: 0), isAlone: true, freeIn: freeIn)
    for entry in ledger.entries where entry.id != id {
      guard let settled = entry.settled?.nanoseconds else {
        look.own.maybe += 1
        look.isAlone = false
        continue
      }
      if settled > sent { look.isAlone = false }
      if settled > sent - ledger.window { look.own.maybe += 1 }
      if settled <= sent, entry.sent.nanoseconds > now - ledger.window { look.own.sure += 1 }
    }
    return look
  }

  /// Takes the server's word on its limit: at once when it is lower, after a window when it is higher.
  private mutating func note(_ word: ServerWord, at now: Int64) {
    guard let named = word.limit, named > 0 else { return }
    guard named > whole else {
      raise = nil
      setLimit(named)
      return
    }
    guard let higher = raise else {
      raise = Raise(limit: named, since: now)
      return
    }
    raise?.limit = min(higher.limit, named)
    guard now - higher.since >= ledger.hold else { return }
    setLimit(min(higher.limit, named))
    raise = nil
  }

  mutating func setLimit(_ named: Int) {
    serverLimit = named
    ledger.note(serverLimit: named)
  }
}
