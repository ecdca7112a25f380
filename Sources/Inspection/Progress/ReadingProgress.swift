import Engine
import GeoTareas
import Pacing
import Records
import Synchronization
import TenantRuntime

/// Says how far a dry run of a tenant's engine is with reading its tasks.
final class ReadingProgress: Sendable {
  private struct State {
    /// How many rows of each list were read, of how many.
    var lists: [TaskQuery: (read: Int, total: Int?)] = [:]
    var details = 0
    var countedAt: Instant?
  }

  private let tenant: String
  private let limits: [Endpoint: RateLimit]
  private let progress: WorkProgress
  private let state = Mutex(State())

  /// How seldom it is counted which details are missing.
  private static let pause = Duration.milliseconds(500)

  private init(_ settings: Settings, _ progress: WorkProgress) {
    tenant = settings.tenant
    limits = settings.limits
    self.progress = progress
  }

  /// What sees a run for `progress`; nil where nothing is shown.
  static func watch(_ settings: Settings, _ progress: WorkProgress) -> RunWatch? {
    guard progress.isShown else { return nil }
    let reading = ReadingProgress(settings, progress)
    progress.begin("\(settings.tenant): reading the tasks")
    return RunWatch(
      sent: { reading.sent($0) }, answered: { reading.answered($0, $1) }, turned: { reading.turned($0, at: $1) })
  }

  private func sent(_ call: Call) {
    switch call {
    case .login: progress.begin("\(tenant): logging in")
    case .list: progress.begin("\(tenant): reading the list", unit: "tasks")
    case .detail: progress.begin("\(tenant): reading details")
    case .write: break
    }
  }

  private func answered(_ call: Call, _ response: HTTPResponse) {
    switch call {
    case .list(let query, let offset):
      guard case .success(_, let data, let meta) = Reply(response), let page = Reply.page(data: data, meta: meta) else {
        return
      }
      let (read, total) = state.withLock { state in
        state.lists[query] = (offset + page.rowCount, page.total)
        let totals = state.lists.values.map(\.total)
        return (
          state.lists.values.reduce(0) { $0 + $1.read },
          totals.contains(nil) ? nil : totals.reduce(0) { $0 + ($1 ?? 0) }
        )
      }
      progress.advance(to: read, of: total)
    case .detail: state.withLock { $0.details += 1 }
    case .login, .write: break
    }
  }

  private func turned(_ engine: Engine, at now: ClockReading) {
    let isDue = state.withLock { state in
      if let last = state.countedAt, now.instant - last < Self.pause { return false }
      state.countedAt = now.instant
      return true
    }
    guard isDue else { return }
    let (hasListed, read) = state.withLock { (!$0.lists.isEmpty, $0.details) }
    let missing = engine.decisions(at: now).values.count { $0.asksForDetail }
    let gauges = engine.gauges(at: now.instant)
    if missing > 0 {
      progress.begin("\(tenant): reading details")
      progress.advance(to: read, of: read + missing, left: time(for: missing, gauges))
    } else if !hasListed {
      // Before the first page, it is the login or the list that may have to wait.
      for endpoint in [Endpoint.login, .list] {
        guard let free = gauges.first(where: { $0.endpoint == endpoint })?.usage.nextFree, free > now.instant else {
          continue
        }
        if endpoint == .login, !engine.settings.logsIn { continue }
        progress.wait(for: Self.limit(endpoint), until: free)
        return
      }
    }
  }

  /// How long so many details take within their limit; nil where it has room for all of them.
  private func time(for missing: Int, _ gauges: [Gauge]) -> Duration? {
    guard let usage = gauges.first(where: { $0.endpoint == .detail })?.usage, let limit = limits[.detail] else {
      return nil
    }
    let rest = missing - max(0, usage.limit - usage.used)
    guard rest > 0, usage.limit > 0 else { return nil }
    return limit.window * (Double(rest) / Double(usage.limit))
  }

  /// A limit as it is waited for.
  static func limit(_ endpoint: Endpoint) -> String {
    switch endpoint {
    case .login: "the limit of logins"
    case .list: "the limit of list requests"
    case .detail: "the limit of detail requests"
    case .complete, .reassign: "the limit of \(endpoint.rawValue) requests"
    }
  }
}
