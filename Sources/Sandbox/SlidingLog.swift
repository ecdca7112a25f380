/// The times of requests, kept as long as one window.
///
/// A window is the half-open time (t − W, t]: a request exactly W ago has left it. Source: the vendor's page on rate
/// limits (each request is time-stamped; when a new one comes, those of the last 60 s are counted).
struct SlidingLog: Sendable {
  private var times: [Duration] = []
  private var first = 0

  /// How many requests are in the window that ends at `now`.
  mutating func count(within window: Duration, at now: Duration) -> Int {
    while first < times.count, times[first] <= now - window { first += 1 }
    if first > 1024, first > times.count / 2 {
      times.removeFirst(first)
      first = 0
    }
    return times.count - first
  }

  mutating func append(_ time: Duration) { times.append(time) }

  /// The earliest time not yet dropped by ``count(within:at:)``.
  var oldest: Duration? { first < times.count ? times[first] : nil }
}
