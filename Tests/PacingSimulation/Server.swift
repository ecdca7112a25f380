import Foundation

/// A way of counting requests against a limit.
protocol Counting {
  /// Judges a request that arrives at `time`, in seconds, and counts it.
  mutating func judge(at time: Double) -> Judgement
}

/// A decision on a request.
struct Judgement {
  var isAccepted: Bool
  /// Requests in the window, with this one if it is accepted.
  var used: Double
  /// When at least one more is free.
  var freeAt: Double
}

/// A server with a limit: it counts, answers in whole seconds of its own clock, and keeps books.
struct Server {
  let limit: Int
  /// What its clock shows less the true time, in seconds.
  let clockError: Double
  var counting: any Counting
  /// Whether answers say what is left.
  var tellsCounts = true
  private(set) var accepted = (own: 0, foreign: 0)
  private(set) var refused = (own: 0, foreign: 0)

  init(limit: Int, clockError: Double, counting: any Counting) {
    self.limit = limit
    self.clockError = clockError
    self.counting = counting
  }

  mutating func receive(at time: Double, isOwn: Bool) -> Answer {
    let judgement = counting.judge(at: time)
    switch (judgement.isAccepted, isOwn) {
    case (true, true): accepted.own += 1
    case (true, false): accepted.foreign += 1
    case (false, true): refused.own += 1
    case (false, false): refused.foreign += 1
    }
    let left = limit - Int((judgement.used + 1e-9).rounded(.down))
    return Answer(
      isAccepted: judgement.isAccepted, limit: limit, remaining: judgement.isAccepted ? max(0, left) : 0,
      reset: Int64((judgement.freeAt + clockError).rounded(.up)),
      retryAfter: judgement.isAccepted ? nil : Int64(max(1, (judgement.freeAt - time).rounded(.up))),
      date: Int64((time + clockError).rounded(.down)), tellsCounts: tellsCounts)
  }
}
