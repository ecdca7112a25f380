import Pacing

/// Another client that draws on a limit of the server and uses three of ten requests of it.
struct Neighbour: Sendable {
  /// How its requests come.
  private enum Habit: CaseIterable { case evenly, atRandom, threeAtOnce }

  private let habit: Habit
  /// The time between two requests, on average.
  private let period: Duration
  private var random: SplitMix
  /// How many more come at once.
  private var burst = 2
  /// When the next one comes.
  private(set) var next: Duration
  private(set) var requests = 0
  private(set) var refused = 0

  init(_ limit: RateLimit, seed: UInt64) {
    random = SplitMix(seed: seed)
    habit = random.one(of: Habit.allCases)
    period = limit.window * 10 / (limit.requests * 3)
    next = random.milliseconds(0...10_000)
  }

  /// The request was counted; the next one follows.
  mutating func step(_ isAdmitted: Bool) {
    requests += 1
    if !isAdmitted { refused += 1 }
    switch habit {
    case .evenly: next += period
    // In the mean half of what twice as much would be.
    case .atRandom: next += .milliseconds(random.below(Int(period.inSeconds * 2_000)))
    case .threeAtOnce:
      next += burst > 0 ? .milliseconds(50) : period * 3
      burst = burst > 0 ? burst - 1 : 2
    }
  }
}
