/// An exact log of the requests of the last window.
struct LogCounting: Counting {
  let limit: Int
  let window: Double
  var countsRefused = false
  var purgesLate = false
  /// Two front ends' error in seconds, and which of them a request meets.
  var clocks: (error: Double, chance: Chance)?
  private var log: [Double] = []

  init(
    limit: Int, window: Double, countsRefused: Bool = false, purgesLate: Bool = false,
    clocks: (error: Double, chance: Chance)? = nil
  ) {
    self.limit = limit
    self.window = window
    self.countsRefused = countsRefused
    self.purgesLate = purgesLate
    self.clocks = clocks
  }

  mutating func judge(at time: Double) -> Judgement {
    var time = time
    if let error = clocks?.error { time += (clocks?.chance.share() ?? 0) < 0.5 ? -error : error }
    if !purgesLate { purge(at: time) }
    let isAccepted = log.count < limit
    if purgesLate { purge(at: time) }
    if isAccepted || countsRefused {
      log.append(time)
      var place = log.count - 1
      while place > 0, log[place - 1] > log[place] {
        log.swapAt(place - 1, place)
        place -= 1
      }
    }
    let decisive = max(0, log.count - limit)
    return Judgement(
      isAccepted: isAccepted, used: Double(log.count), freeAt: log.isEmpty ? time : log[decisive] + window)
  }

  private mutating func purge(at time: Double) {
    log.removeFirst(log.prefix { $0 <= time - window }.count)
  }
}
