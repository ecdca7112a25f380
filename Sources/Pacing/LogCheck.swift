/// Finds out that a server does not keep a log of the requests of a window.
///
/// Times are nanoseconds. In a log, what came after an earlier count stays for at least a window from then on. A count
/// that leaves no room for those requests, or not even for our own, shows that the server counts in another way: by two
/// counters of which one fades, or in fixed windows.
struct LogCheck: Sendable, Equatable {
  /// For how many windows the finding holds.
  private static let memory: Int64 = 60

  private struct Past: Sendable, Equatable {
    var sent: Int64
    /// The most requests of others at that time.
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
