import Engine
import GeoTareas
import Pacing
import Records

/// The bounds, which follow from the limits.
extension Liveness {
  /// What connections, answers and turns take.
  private static let transit: Duration = .seconds(20)

  /// How long a request that was lost holds its token.
  var lostTime: Duration { settings.lateApply + window(.complete) }

  func window(_ endpoint: Endpoint) -> Duration { settings.limits[endpoint]?.window ?? .seconds(60) }

  /// How many requests of an endpoint go in a window: what refused one endpoint's calls lowers the limit of those that may
  /// share it, too.
  func room(_ endpoint: Endpoint) -> Double { rooms[endpoint] ?? 1 }

  /// The limit of an endpoint has refused one of our calls that it should have taken.
  mutating func strike(_ endpoint: Endpoint) {
    // A neighbour explains it.
    guard share == 1 else { return }
    strikes[endpoint, default: 0] += 1
    measureRooms()
  }

  mutating func measureRooms() {
    for endpoint in Endpoint.allCases { rooms[endpoint] = measuredRoom(endpoint) }
  }

  private func measuredRoom(_ endpoint: Endpoint) -> Double {
    let limits = settings.limits.filter { isShared($0.key, endpoint) }.mapValues(\.requests)
    let struck = limits.keys.reduce(0) { $0 + (strikes[$1] ?? 0) }
    let most = limits.values.min() ?? 1
    return max(1, Double(most - min(struck, max(1, (limits.values.max() ?? 1) / 2))) * share)
  }

  /// From one request of an endpoint to the next, where they go evenly, with a quarter to spare.
  func pace(_ endpoint: Endpoint) -> Duration {
    let pace = window(endpoint) * (1.25 / room(endpoint))
    guard endpoint == .detail, sharesReads else { return pace }
    // Every fifth turn is the details' where polls never end.
    return pages * 2 > settings.pollEvery ? pace * 5 : pace * 2
  }

  /// Whether two endpoints may draw on one limit.
  func isShared(_ left: Endpoint, _ right: Endpoint) -> Bool {
    left == right || left.isWrite && right.isWrite
      || left != .login && right != .login && !left.isWrite && !right.isWrite && sharesReads
  }

  private var pages: Duration { pace(.list) * pageCount }

  private var pageCount: Int {
    let queries = settings.statuses.count + (settings.pollsOverdue ? 1 : 0)
    let all = openTasks / pageCap + 1 + (tellsTotal ? 0 : 1)
    return min(all, Scenario.pagesOfAPoll) * queries
  }

  /// How long a poll takes.
  var pollTime: Duration { pages + .seconds(2) }

  /// So many polls see all tasks.
  private var rounds: Int { (openTasks / pageCap + Scenario.pagesOfAPoll) / Scenario.pagesOfAPoll }

  /// The time from a task's being wanted to an attempt, where nothing goes wrong: it is seen, its detail is read for the
  /// rule and before the write, and each call waits for its token.
  func bound(of want: Want) -> Duration {
    let round = max(settings.pollEvery, pollTime) * rounds
    var bound = settings.staleness + round + pollTime + settings.settleTime + Self.transit
    bound += window(.detail) + pace(.detail) + window(want.endpoint) + pace(want.endpoint)
    if want.needsDetails { bound += pace(.detail) + pollTime }
    // What may be a mistake of the moment is told at the third time.
    if want.isBroken { bound += round * 2 + patience.postponement(1) }
    // It takes two polls to see that a stop button was released.
    if settings.stopButton != nil { bound += round }
    return bound
  }

  func due(_ wait: Wait) -> Duration { wait.since + (bound(of: wait.want) + wait.debt) * patience.factor }

  /// What has waited too long, as far as it was not named.
  func overdue(at now: Duration) -> [Wait] {
    guard patience.isJudged, trouble == nil, now > silentUntil else { return [] }
    return waits.filter { now > due($0) && !($0.want.isBroken && isNamed($0)) }
  }

  private func isNamed(_ wait: Wait) -> Bool {
    isBlindTold || named.contains(wait.id) || banned.contains(wait.want.endpoint)
  }
}
