/// Tells from the server's counts whether two endpoints share one limit.
///
/// Two things are evidence. Between two answers to one endpoint, its count rises by one for the later request, and by one for
/// each request to the other if they share; that is beyond doubt where every other request of ours was answered with a
/// count and lay wholly between the two, and neither a request that leaves the window nor an earlier counter that fades can
/// have made up for them. And a count that is, time after time, that of the endpoint's own requests cannot be that of both:
/// see `BucketEvidence+Counts`.
package struct BucketEvidence: Sendable, Equatable {
  /// Which endpoint a request is for; others that may share the limit, too, make the order doubtful.
  package enum Side: Sendable, Hashable { case first, second, other }

  struct Exchange: Sendable, Equatable {
    var id: Int64
    var side: Side
    var sent: Int64
    var settled: Int64?
    /// The server's count with this request; nil where none is known.
    var used: Int?
  }

  /// Requests to the other endpoint that left the count alone, one after another.
  private struct Ignored: Sendable, Equatable {
    var count = 0
    var since: Int64?
    var isEnough = false
  }

  /// Pieces of evidence that decide.
  static let enough = 3

  /// The longer of the two windows, and what clocks may be off by.
  let window: Int64
  let margin: Int64
  /// The higher of the two limits.
  private let requests: Int
  /// Requests of the last three windows, in the order of sending.
  private(set) var exchanges: [Exchange] = []
  private var shared = 0
  private var ignored = Ignored()
  /// Answers in a row that counted the requests of their own endpoint alone.
  var ownCounts = OwnCounts()

  /// - Parameters:
  ///   - requests: The higher of the two limits.
  ///   - window: The longer of their windows.
  package init(requests: Int, window: Duration) {
    self.requests = requests
    self.window = window.wholeNanoseconds
    margin = self.window / 60
  }

  package var verdict: LimitSharing {
    if shared >= Self.enough { return .shared }
    return ignored.isEnough || ownCounts.inARow >= Self.enough ? .separate : .unknown
  }

  /// Which of the two endpoints was asked last; nil for neither.
  var lastSide: Side? { exchanges.last { $0.side != .other }?.side }

  /// Takes note of a request that is about to be sent.
  package mutating func send(_ id: Int64, to side: Side, at now: Instant) {
    let old = now.nanoseconds - 3 * window
    if let first = exchanges.first, first.sent < old { exchanges.removeAll { $0.sent < old } }
    exchanges.append(Exchange(id: id, side: side, sent: now.nanoseconds))
  }

  /// Takes note of the end of a request; `used` is nil unless the server accepted it and said how many it has counted.
  package mutating func settle(_ id: Int64, at now: Instant, used: Int?) {
    guard let index = exchanges.lastIndex(where: { $0.id == id && $0.settled == nil }) else { return }
    exchanges[index].settled = now.nanoseconds
    exchanges[index].used = used
    guard let used, exchanges[index].side != .other else { return }
    weigh(exchanges[index], used, at: now.nanoseconds)
    compare(exchanges[index], used, at: now.nanoseconds)
  }

  package mutating func giveBack(_ id: Int64) { exchanges.removeAll { $0.id == id } }

  /// Takes note of requests of an earlier life: they may leave the window.
  package mutating func restore(_ entries: [RequestLedger.Entry], of side: Side) {
    exchanges += entries.map {
      Exchange(id: $0.id, side: side, sent: $0.sent.nanoseconds, settled: $0.settled?.nanoseconds)
    }
    exchanges.sort { $0.sent < $1.sent }
  }

  /// Starts anew, with the verdict open.
  package mutating func clear() { (shared, ignored, ownCounts) = (0, Ignored(), OwnCounts()) }

  private mutating func weigh(_ look: Exchange, _ used: Int, at now: Int64) {
    guard let place = lastLook(before: look), let earlierUsed = exchanges[place].used,
      let earlierEnd = exchanges[place].settled
    else { return }
    let earlier = exchanges[place]
    // Mostly there is nothing between the two: then nothing more is looked at.
    guard exchanges[(place + 1)...].contains(where: { $0.side != look.side }) else { return }
    var others = 0
    for exchange in exchanges {
      let end = exchange.settled ?? .max
      // It may have left the window.
      if exchange.sent <= now - window + margin, end >= earlier.sent - window - margin { return }
      guard exchange.id != look.id, exchange.id != earlier.id, end > earlier.sent, exchange.sent < now else { continue }
      guard exchange.used != nil, exchange.side != look.side, exchange.side != .other, exchange.sent >= earlierEnd,
        end <= look.sent
      else { return }
      others += 1
    }
    guard others > 0 else { return }
    switch used - earlierUsed {
    case 1 + others:
      shared += 1
      (ignored, ownCounts) = (Ignored(), OwnCounts())
    case 1:
      ignored.count += others
      shared = 0
      let since = ignored.since ?? earlier.sent
      ignored.since = since
      // Of two counters the earlier one fades by this at most; one is for rounding.
      let faded = Double(requests) * Double(now - since) / Double(window)
      ignored.isEnough = ignored.count >= Self.enough && Double(ignored.count) > 2 + faded
    default: break
    }
  }

  /// The place of the last answer with a count before `look` was sent, on its side.
  private func lastLook(before look: Exchange) -> Int? {
    var place = exchanges.count - 1
    while place >= 0 {
      let exchange = exchanges[place]
      if exchange.side == look.side, exchange.used != nil, let end = exchange.settled, end <= look.sent { return place }
      place -= 1
    }
    return nil
  }
}
