/// Finds out that a server does not count by a log of the requests of a window.
///
/// Times are nanoseconds. On a log, what came after an earlier look stays for a window from that look at least. A count
/// that leaves no room for as many, or not even for our own requests, shows that the server counts otherwise: by two
/// counters, of which one fades, or in fixed windows.
struct LogCheck: Sendable, Equatable {
  /// Windows for which the finding holds.
  private static let memory: Int64 = 60

  private struct Past: Sendable, Equatable {
    var sent: Int64
    /// Requests of others then, at most.
    var most: Int
    /// Requests of others that surely came since.
    var came = 0
  }

  let window: Int64
  private var past: [Past] = []
  private var refutedAt: Int64?

  init(window: Int64) { self.window = window }

  func isRefuted(at now: Int64) -> Bool {
    refutedAt.map { now - $0 < Self.memory * window } ?? false
  }

  /// Learns from an accepted request.
  mutating func learn(_ look: UsageSample, at now: Int64) {
    let (least, most) = (look.used - 1 - look.own.maybe, look.used - 1 - look.own.sure)
    past.removeAll { $0.sent + window - window / 60 <= now }
    if most < 0 || past.contains(where: { $0.came > most }) {
      refutedAt = now
      past = []
    }
    for place in past.indices { past[place].came = max(past[place].came, least - past[place].most) }
    past.append(Past(sent: look.sent, most: max(0, most)))
  }
}
