/// Tells a server that keeps two counters from one that keeps a log, by how well each explains its counts.
///
/// A server with two counters weights the earlier one by its remaining part, and so shows counts that a log would not
/// show. If the difference were taken for the use of others, it would cost tokens. The position of the counters'
/// windows in time is not known; of 24 positions the best is kept. Times are nanoseconds.
struct CounterFit: Sendable, Equatable {
  static let places = 24

  /// The counters for one position of the windows.
  private struct Counters: Sendable, Equatable {
    /// When the present window ends.
    var end: Int64
    var previous = 0.0
    var current = 0.0
    var error = 0.0
  }

  private let window: Int64
  private var counters: [Counters] = []
  private var logError = 0.0
  /// The part of the error by which counts were below what a log would show; others can only raise them.
  private var deficit = 0.0
  private var looks = 0
  /// Nothing is judged before this, because the counters contain requests of an earlier run that are not all known.
  private var judgesFrom = Int64.min

  init(window: Int64) { self.window = window }

  /// Continues with what was known at the moment `then`.
  init(window: Int64, _ memory: LimiterSnapshot.Counters, from then: Int64) {
    self.window = window
    guard memory.places.count == Self.places else { return }
    counters = memory.places.map { place in
      let endsIn = min(max(place.endsIn, -Penalty.day), window)
      return Counters(end: then + endsIn, previous: place.previous, current: place.current, error: place.error)
    }
    (looks, logError, deficit) = (memory.looks, memory.logError, memory.deficit)
  }

  /// True where a log explains all counts, so far.
  var isLog: Bool { logError <= 1e-3 }

  /// What is known, for the next run; nil where a log explains all counts.
  func memory(at now: Int64) -> LimiterSnapshot.Counters? {
    guard !isLog else { return nil }
    let places = counters.map {
      LimiterSnapshot.Counters.Place(
        endsIn: $0.end - now, previous: $0.previous, current: $0.current, error: $0.error)
    }
    return LimiterSnapshot.Counters(places: places, logError: logError, deficit: deficit, looks: looks)
  }

  /// True when two counters explain the counts almost exactly.
  var isCertain: Bool {
    guard let best else { return false }
    return counters[best].error < min(0.2, 0.3 * logError)
  }

  /// The position at which counters explain the counts clearly better than a log does.
  private var best: Int? {
    guard looks >= 5, deficit > 0.03,
      let best = counters.indices.min(by: { counters[$0].error < counters[$1].error }),
      counters[best].error + 0.02 < 0.6 * logError
    else { return nil }
    return best
  }

  /// What two counters would show at `time`, including the request that was judged then.
  ///
  /// Nil unless they explain the counts so far clearly better than a log does. The highest of three neighbouring
  /// positions counts.
  func estimate(at time: Int64) -> Double? {
    guard let best else { return nil }
    var most = 0.0
    for step in [Self.places - 1, 0, 1] {
      most = max(most, Self.sum(counters[(best + step) % Self.places], at: time, 1 / Double(window)))
    }
    return most
  }

  /// The most that two counters can show at `time` for our own requests so far, whatever the position of their windows.
  func most(at time: Int64) -> Int {
    var most = 0.0
    for place in counters { most = max(most, Self.sum(place, at: time, 1 / Double(window))) }
    return Int(most)
  }

  /// Learns that the server counted `used` when it judged a request at about `time`, where a log would show `log`.
  ///
  /// While others of our requests are under way, their order is not known. Then `isAlone` is false, and nothing is
  /// judged by this count.
  mutating func learn(at time: Int64, used: Int, log: Int, isAlone: Bool) {
    count(at: time)
    guard isAlone, time >= judgesFrom else { return }
    looks = min(looks + 1, 1_000)
    let keep = 0.95
    logError = logError * keep + (1 - keep) * Double(abs(used - log))
    deficit = deficit * keep + (1 - keep) * Double(max(0, log - used))
    let perWindow = 1 / Double(window)
    counters.withUnsafeMutableBufferPointer { counters in
      for place in counters.indices {
        // Sums are never negative, so truncation rounds them down.
        let shown = Int(Self.sum(counters[place], at: time, perWindow) + 1e-9)
        counters[place].error = counters[place].error * keep + (1 - keep) * Double(abs(used - shown))
      }
    }
  }

  /// Takes note of a request that was judged at about `time`, and whose count is not known.
  mutating func pass(at time: Int64) { count(at: time) }

  /// Takes over requests of an earlier run that were judged at about `times`.
  mutating func restore(_ times: [Int64]) {
    guard counters.isEmpty, let last = times.max() else { return }
    judgesFrom = last + window
    for time in times.sorted() { count(at: time) }
  }

  /// Counts a request, and starts new windows where old ones are over.
  private mutating func count(at time: Int64) {
    if counters.isEmpty {
      counters = (1...Self.places).map { Counters(end: time + window / Int64(Self.places) * Int64($0)) }
    }
    let length = window
    counters.withUnsafeMutableBufferPointer { counters in
      for place in counters.indices {
        let end = counters[place].end
        if time >= end {
          counters[place].previous = time < end + length ? counters[place].current : 0
          counters[place].current = 1
          counters[place].end = end + (time < end + length ? length : (1 + (time - end) / length) * length)
        } else if time >= end - length {
          counters[place].current += 1
        } else {
          counters[place].previous += 1
        }
      }
    }
  }

  private static func sum(_ counters: Counters, at time: Int64, _ perWindow: Double) -> Double {
    let left = Double(counters.end - time) * perWindow
    if left > 1 { return counters.current + counters.previous }
    if left > 0 { return counters.previous * left + counters.current }
    return left > -1 ? counters.current * (1 + left) : 0
  }
}
