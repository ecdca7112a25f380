/// Finds out from the server's counts whether two endpoints share one limit.
///
/// There are two kinds of evidence. First, between two answers to one endpoint, its count rises by one for the later
/// request, and by one for each request to the other endpoint if they share a limit. This is beyond doubt where every
/// other request of ours was answered with a count and lay wholly between the two, and where neither a request that
/// leaves the window nor a fading earlier counter can have made up for them. Second, a count that again and again
/// equals the number of the endpoint's own requests cannot be the count of both: see `BucketEvidence+Counts`.
package struct BucketEvidence: Sendable, Equatable {
  /// The endpoint of a request.
  ///
  /// `other` endpoints may share the limit too, which makes the order doubtful.
  package enum Side: Sendable, Hashable { case first, second, other }

  struct Exchange: Sendable, Equatable {
    var id: Int64
    var side: Side
    var sent: Int64
    var settled: Int64?
    /// The server's count, including this request; nil where it is not known.
    var used: Int?
  }

  /// Requests to the other endpoint, one after another, that did not change the count.
  private struct Ignored: Sendable, Equatable {
    var count = 0
    var since: Int64?
    var isEnough = false
  }

  /// How many pieces of evidence decide.
  static let enough = 3

  /// The longer of the two windows, and the tolerance for clocks.
  let window: Int64
  let margin: Int64
  /// The higher of the two limits.
  private let requests: Int
  /// The requests of the last three windows, in the order of sending.
  private(set) var exchanges: [Exchange] = []
  private var shared = 0
  private var ignored = Ignored()
  /// Answers in a row that counted only the requests of their own endpoint.
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

  /// The endpoint of the two that was asked last; nil for neither.
  var lastSide: Side? { exchanges.last { $0.side != .other }?.side }

  /// Takes note of a request that is about to be sent.
  package mutating func send(_ id: Int64, to side: Side, at now: Instant) {
    let old = now.nanoseconds - 3 * window
    if let first = exchanges.first, first.sent < old { exchanges.removeAll { $0.sent < old } }
    exchanges.append(Exchange(id: id, side: side, sent: now.nanoseconds))
  }

  /// Takes note of the end of a request; `used` is nil unless the server accepted it and stated its count.
  package mutating func settle(_ id: Int64, at now: Instant, used: Int?) {
    guard let index = exchanges.lastIndex(where: { $0.id == id && $0.settled == nil }) else { return }
    exchanges[index].settled = now.nanoseconds
    exchanges[index].used = used
    guard let used, exchanges[index].side != .other else { return }
    weigh(exchanges[index], used, at: now.nanoseconds)
    compare(exchanges[index], used, at: now.nanoseconds)
  }

  package mutating func giveBack(_ id: Int64) { exchanges.removeAll { $0.id == id } }

  /// Takes note of requests of an earlier run, which may leave the window.
  package mutating func restore(_ entries: [RequestLedger.Entry], of side: Side) {
    exchanges += entries.map {
      Exchange(id: $0.id, side: side, sent: $0.sent.nanoseconds, settled: $0.settled?.nanoseconds)
    }
    exchanges.sort { $0.sent < $1.sent }
  }

  /// Starts over, with the verdict open.
  package mutating func clear() { (shared, ignored, ownCounts) = (0, Ignored(), OwnCounts()) }

  private mutating func weigh(_ look: Exchange, _ used: Int, at now: Int64) {
    guard let place = lastLook(before: look), let earlierUsed = exchanges[place].used,
      let earlierEnd = exchanges[place].settled
    else { return }
    let earlier = exchanges[place]
    // Usually there is nothing between the two, and nothing more to check.
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
      // The most by which the earlier of two counters fades, plus one for rounding.
      let faded = Double(requests) * Double(now - since) / Double(window)
      ignored.isEnough = ignored.count >= Self.enough && Double(ignored.count) > 2 + faded
    default: break
    }
  }

  /// The place of the last answer with a count to the same endpoint, before `look` was sent.
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
