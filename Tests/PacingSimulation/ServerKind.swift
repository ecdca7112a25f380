/// Ways of counting that servers have.
package enum ServerKind: Sendable, Hashable {
  /// Keeps the time of each request of the last window.
  case log
  /// The same, and refused requests are kept, too.
  case logOfAll
  /// The same, but old requests are removed only after the decision.
  case logPurgedLate
  /// The same, but the N-th request is refused.
  case logRefusingLast
  /// Two front ends whose clocks are off by so many seconds either way write to one log.
  case skewedFrontEnds(Double)
  /// Two aligned counters, the earlier one weighted by what is left of it; rounded down or not.
  case twoCounters(isRounded: Bool)
  case fixedWindow
  /// One virtual clock: equal spacing, with a burst.
  case cellRate(burst: Int)

  func counting(_ limit: Int, _ window: Double, _ chance: inout Chance) -> any Counting {
    switch self {
    case .log: LogCounting(limit: limit, window: window)
    case .logOfAll: LogCounting(limit: limit, window: window, countsRefused: true)
    case .logPurgedLate: LogCounting(limit: limit, window: window, purgesLate: true)
    case .logRefusingLast: LogCounting(limit: limit - 1, window: window)
    case .skewedFrontEnds(let error): LogCounting(limit: limit, window: window, clocks: (error, chance))
    case .twoCounters(let isRounded):
      CounterCounting(limit: limit, window: window, isRounded: isRounded, phase: chance.between(0, window))
    case .fixedWindow: FixedCounting(limit: limit, window: window, phase: chance.between(0, window))
    case .cellRate(let burst): CellRateCounting(limit: limit, window: window, burst: burst)
    }
  }
}
