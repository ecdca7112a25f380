/// What follows when the server says to come back later.
extension Limiter {
  /// A stated wait is believed up to this many windows.
  static let believed: Int64 = 5

  /// How long it takes until the next request finds out: a window, less the time until everything goes on.
  private var pause: Int64 { ledger.window / 10 * 9 }

  /// Sends nothing for as long as the server says, where that is credible, up to five windows.
  ///
  /// Otherwise one request per window is sent until one is not refused. A rest that is in force goes on.
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

  /// Until when nothing is sent.
  ///
  /// A block and a rest end independently.
  var blockedUntil: Instant? { [ledger.blockedUntil, rest?.until].compactMap(\.self).max() }

  /// Lets one request find out at once whether the server still refuses.
  ///
  /// Without a rest this changes nothing.
  package mutating func probe(at now: Instant) {
    guard let resting = rest else { return }
    rest = Rest(since: resting.since, until: min(now, resting.until), isProbing: true)
  }
}
