/// Even spacing of background work, with credit for time in which nothing waited.
///
/// Times are nanoseconds. Requests are spaced by one request's share of the window, so tokens come back spaced as well.
/// Urgent work then soon finds one, and a server that does not count by exact windows sees no bursts to refuse. Credit
/// is never earned while work waits. Otherwise it would fill up during a forced wait and bring the bursts back.
struct Pacer: Sendable, Equatable {
  /// The most sends that may go without spacing.
  ///
  /// At first it is half as many, because nothing is known about others.
  let burst: Double
  /// 0.98 of a window.
  ///
  /// Divided by the capacity, it is the spacing.
  let stretch: Int64
  private(set) var credit: Double
  /// When the last request was sent; or a little earlier, if it was late and the next one makes up for that.
  private(set) var lastSend = Int64.min / 2
  /// Since when nothing waits; nil while something waits, or while nobody has said so.
  private var idleSince: Int64?

  init(requests: Int, window: Int64) {
    burst = Double(max(1, requests / 2))
    stretch = window / 50 * 49
    credit = (burst / 2).rounded(.down)
  }

  var isWaiting: Bool { idleSince == nil }

  func spacing(_ capacity: Int) -> Int64 { stretch / Int64(max(1, capacity)) }

  /// How many sends may go at `now` without spacing, counting the idle time up to now.
  func credit(at now: Int64, _ capacity: Int) -> Double {
    guard let idleSince else { return credit }
    return min(burst, credit + Double(max(0, now - idleSince)) / Double(spacing(capacity)))
  }

  /// The earliest time, from `now` on, that the spacing allows.
  func earliest(at now: Int64, _ capacity: Int) -> Int64 {
    guard credit < 1 else { return now }
    let next = lastSend + spacing(capacity)
    guard next > now, credit(at: now, capacity) < 1 else { return now }
    return next
  }

  /// How many may go at once at `now`.
  func free(at now: Int64, _ capacity: Int) -> Int {
    let credit = credit(at: now, capacity)
    if credit >= 1 { return Int(credit) }
    return lastSend + spacing(capacity) <= now ? 1 : 0
  }

  /// Records whether work waits.
  ///
  /// Saying the same again changes nothing.
  mutating func wait(_ isWaiting: Bool, at now: Int64, _ capacity: Int) {
    if isWaiting {
      credit = credit(at: now, capacity)
      idleSince = nil
    } else if idleSince == nil {
      idleSince = now
    }
  }

  /// - Parameter grace: How much lateness the next send makes up for, at most half a spacing.
  mutating func send(at now: Int64, _ capacity: Int, grace: Int64) {
    if idleSince != nil {
      credit = credit(at: now, capacity)
      idleSince = now
    }
    credit = max(0, credit - 1)
    let spacing = spacing(capacity)
    let lateness = now - (lastSend + spacing)
    // A client that did not send for longer than a spacing was not late.
    let excused = (0..<spacing).contains(lateness) ? min(lateness, spacing / 2, grace) : 0
    lastSend = max(lastSend, now - excused)
  }

  mutating func forfeit() { credit = 0 }

  /// Becomes as careful as both.
  mutating func join(_ other: Pacer) {
    credit = min(credit, other.credit)
    lastSend = max(lastSend, other.lastSend)
    if other.isWaiting { idleSince = nil }
  }
}
