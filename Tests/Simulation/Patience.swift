import Pacing

/// How long what goes wrong may hold up what a rule must do, beyond what the limits ask: the promises made to users.
package struct Patience: Sendable, Equatable {
  /// The longest wait after pages, logins and writes that failed one after the other.
  let longestRetry: Duration
  /// The longest wait after calls that were refused although the token was fresh.
  let longestDenial: Duration
  /// How soon after the end of an outage the first effect comes; nil where that is not judged.
  let afterOutage: Duration?
  /// All that is added up, multiplied by this.
  let factor: Double
  /// Whether calls about tasks to which nothing can be done are counted.
  let countsWaste: Bool
  let isJudged: Bool

  /// What is promised.
  package static let promised = Patience(
    longestRetry: .seconds(60), longestDenial: .seconds(900), afterOutage: .seconds(60), factor: 1, countsWaste: true,
    isJudged: true)

  /// Nothing is judged.
  package static let endless = Patience(
    longestRetry: .seconds(300), longestDenial: .seconds(900), afterOutage: nil, factor: 1, countsWaste: false,
    isJudged: false)

  /// What is asked of the engine where nothing else is said.
  package static let usual = promised

  /// After the `count`th page, login or write in a row that failed.
  func retry(_ count: Int) -> Duration { min(.seconds(1) << (count - 1), longestRetry) }

  /// After the `count`th call in a row that was refused with a fresh token; the first leads to a login.
  func denial(_ count: Int) -> Duration { count < 2 ? .seconds(5) : min(.seconds(30) << (count - 2), longestDenial) }

  /// How long a task is left alone whose detail was not given for the `count`th time.
  func postponement(_ count: Int) -> Duration { min(.seconds(80) << (count - 1), .seconds(900)) }
}

extension Duration {
  fileprivate static func << (duration: Duration, places: Int) -> Duration { duration * (1 << max(0, min(places, 20))) }
}
