/// What answers teach.
extension Limiter {
  /// Starts the return of the token: the answer to `id` has come.
  ///
  /// `word` is nil where the answer comes from a cache or says nothing about the limit. A ``rest`` ends when the first
  /// request sent after its beginning is answered normally. After an answer that does not show that the server works,
  /// the next request finds out. A second call for the same request changes nothing.
  package mutating func settle(_ id: Int64, at now: Instant, _ word: ServerWord? = nil, isNormal: Bool = true) {
    guard let sent = ledger.sent(id) else { return }
    if let rest, sent >= rest.since {
      if isNormal {
        self.rest = nil
      } else if rest.isProbing {
        _ = self.rest(at: now, for: nil, isBelieved: false)
      }
    }
    if word?.remaining == nil { foreign.passed(at: sent.nanoseconds + (now - sent).wholeNanoseconds / 2) }
    heed(id, at: now, word)
  }

  /// Starts the return of the token: request `id` can no longer arrive, and no answer to it will come.
  package mutating func lose(_ id: Int64, at now: Instant) { heed(id, at: now, nil) }

  /// Starts the return of the token after an answer that asks to come back later, for another reason than the limit.
  ///
  /// See ``rest(since:at:for:isBelieved:)``.
  package mutating func postpone(
    _ id: Int64, at now: Instant, for stated: Duration?, isBelieved: Bool, _ word: ServerWord? = nil
  ) -> Rest {
    heed(id, at: now, word)
    return rest(at: now, for: stated, isBelieved: isBelieved)
  }

  private mutating func heed(_ id: Int64, at now: Instant, _ word: ServerWord?) {
    let time = now.nanoseconds
    guard ledger.sent(id) != nil else { return }
    penalty.ease(at: time)
    if let word {
      note(word, at: time)
      if let remaining = word.remaining {
        let freeIn = remaining == 0 ? word.resetIn.map { max(0, $0.wholeNanoseconds) } : nil
        learn(look(id, at: time, used: max(0, whole - remaining), isAccepted: true, freeIn: freeIn), at: time)
        follow(
          watchdog.look(
            at: time, window: ledger.window, capacity: ledger.capacity - penalty.tokens, load: foreign.rate.load))
      }
    }
    ledger.settle(id, at: now)
  }

  /// Learns that the server refused request `id` because of its limit, and waits.
  ///
  /// `retryAfter` is obeyed up to five windows. Without it, and after that, one request per window is sent.
  package mutating func refuse(
    _ id: Int64, at now: Instant, retryAfter: Duration?, _ word: ServerWord? = nil
  ) -> LimitRefusal {
    let time = now.nanoseconds
    let sent = ledger.sent(id)?.nanoseconds ?? time
    penalty.ease(at: time)
    if let word { note(word, at: time) }
    let isOfLimit = isOfLimit(word, at: time)
    let isNews = isOfLimit && isNews(retryAfter, at: now)
    let rest = rest(at: now, for: retryAfter, isBelieved: true)
    let look = look(
      id, at: time, used: whole - penalty.inForce(at: time) + 1, isAccepted: false,
      freeIn: rest.until.nanoseconds - time)
    let isForeign =
      !isNews || foreign.isKnown(at: time) || foreign.seen == nil || time < foreign.strangersUntil
      || foreign.isTrusted && look.map { $0.own.maybe + 2 < $0.used } ?? false
    if isNews { learn(look, at: time) } else if isOfLimit { forgetHeld(at: time) }
    ledger.settle(id, at: now, isRefused: true)
    if !isForeign {
      // In this way one cannot find out that a server's true limit is less than half of what it states. But a server
      // that refuses at random must not bring us down to nothing.
      penalty.strike(sent: sent, at: time, most: min(ledger.capacity - 1, max(1, ledger.capacity / 2)))
      ledger.widen(margin: .nanoseconds(ledger.window / 60))
    }
    follow(watchdog.refuse())
    return LimitRefusal(
      rest: rest, wait: blockedUntil.map { $0 - now } ?? .zero, isForeign: isForeign, isOfLimit: isOfLimit)
  }

  /// False where the server's answers usually state its count and this refusal does not.
  ///
  /// Then it is a gateway's, or has another reason.
  ///
  /// Source: the API's page, which has the count on every response.
  private func isOfLimit(_ word: ServerWord?, at now: Int64) -> Bool {
    word?.remaining != nil || !foreign.isTrusted || foreign.counted.map { now - $0 > 2 * ledger.window } ?? true
  }

  /// True where a refusal says something about the use of the limit.
  ///
  /// It does not where it asks for a wait longer than a window. It also does not where refusals go on that say nothing,
  /// or have gone on for a window: then none of our requests is left that could be the reason.
  private func isNews(_ retryAfter: Duration?, at now: Instant) -> Bool {
    if let retryAfter, retryAfter > ledger.limit.window { return false }
    return rest.map { retryAfter != nil && now - $0.since <= ledger.limit.window } ?? true
  }

  private mutating func forgetHeld(at now: Int64) {
    foreign.forgetHeld()
    leaveRoom(at: now)
  }

  private mutating func learn(_ look: UsageSample?, at now: Int64) {
    guard let look else { return }
    foreign.look(look, at: now, hold: ledger.hold)
    leaveRoom(at: now)
  }

  /// Leaves as much room to others as is known to be needed.
  mutating func leaveRoom(at now: Int64) { headroom = foreign.headroom(of: whole, at: now, hold: ledger.hold) }

  private mutating func follow(_ advice: Watchdog.Advice) {
    switch advice {
    case .goOn: return
    case .distrust: foreign.forget(trusting: false)
    case .trust: foreign.forget(trusting: true)
    }
    headroom = Headroom()
  }

  /// What to compare the server's count `used` in the answer to `id` with; nil if that request is not under way.
  private func look(
    _ id: Int64, at now: Int64, used: Int, isAccepted: Bool, freeIn: Int64?
  ) -> UsageSample? {
    guard let sent = ledger.sent(id)?.nanoseconds else { return nil }
    var look = UsageSample(
      sent: sent, isAccepted: isAccepted, used: used, own: (sure: 0, maybe: 0), isAlone: true, freeIn: freeIn)
    for entry in ledger.entries where entry.id != id {
      guard let settled = entry.settled?.nanoseconds else {
        look.own.maybe += 1
        look.isAlone = false
        continue
      }
      if settled > sent { look.isAlone = false }
      if settled > sent - ledger.window { look.own.maybe += 1 }
      if settled <= sent, !entry.isRefused, entry.sent.nanoseconds > now - ledger.window { look.own.sure += 1 }
    }
    return look
  }

  /// Takes over the limit that the server states: at once when it is lower, after a window when it is higher.
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
