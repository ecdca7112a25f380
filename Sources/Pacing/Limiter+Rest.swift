/// What follows where the server says to come back later.
extension Limiter {
  /// A wait that the server states is believed up to so many windows.
  static let believed: Int64 = 5

  /// How long it is until the next request finds out: a window, less what it takes until everything goes on.
  private var pause: Int64 { ledger.window / 10 * 9 }

  /// Sends nothing for as long as the server says, where that is to be believed, up to five windows.
  ///
  /// Else one request goes out with each window until one is not refused. A rest that lasts already goes on.
  package mutating func rest(at now: Instant, for stated: Duration?, isBelieved: Bool) -> Rest {
    let wait = stated.map { max(0, $0.wholeNanoseconds) }
    let until: Int64
    let isProbing: Bool
    if isBelieved, let wait, wait <= Self.believed * ledger.window {
      (until, isProbing) = (now.nanoseconds + wait + ledger.hold - ledger.window, false)
    } else {
      (until, isProbing) = (now.nanoseconds + min(wait ?? pause, pause), true)
    }
    let end = max(Instant(nanoseconds: until), rest?.until ?? now)
    let next = Rest(since: rest?.since ?? now, until: end, isProbing: isProbing)
    rest = next
    return next
  }

  /// Until when nothing is sent: a block and a rest end each by itself.
  var blockedUntil: Instant? { [ledger.blockedUntil, rest?.until].compactMap(\.self).max() }

  /// Lets a request find out at once whether the server still refuses.
  ///
  /// Without a rest nothing changes.
  package mutating func probe(at now: Instant) {
    guard let resting = rest else { return }
    rest = Rest(since: resting.since, until: min(now, resting.until), isProbing: true)
  }
}
