/// What people want to know about a limit.
extension Limiter {
  package func usage(at now: Instant) -> Usage {
    let time = now.nanoseconds
    return Usage(
      limit: capacity(at: time), used: ledger.entries.count - ledger.returned(by: time),
      foreign: foreign.ghosts.count - foreign.ghosts.gone(at: time, hold: ledger.hold),
      nextFree: earliest(at: now, .urgent), penalty: penalty.inForce(at: time))
  }

  /// About how long `count` background requests take from now until the last one is sent, if nothing else is sent.
  package func timeToDrain(_ count: Int, at now: Instant) -> Duration {
    guard count > 0 else { return .zero }
    let capacity = capacity(at: now.nanoseconds)
    let first = earliest(at: now, .background) ?? Instant(nanoseconds: now.nanoseconds + foreign.delay)
    let atOnce = max(1, free(at: now, .background))
    let interval = (ledger.hold + foreign.delay) / Int64(capacity)
    return first - now + .nanoseconds(interval) * max(0, count - atOnce)
  }
}
