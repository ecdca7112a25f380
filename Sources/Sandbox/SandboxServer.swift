package import GeoTareas
import Synchronization

/// The sandbox as a server on the loopback address, for programs and for tests in the same process.
///
/// All state is in a ``SandboxTenant`` for each tenant; the server adds only the clocks and the sockets. A question
/// that names no tenant is about the first one.
package final class SandboxServer: Sendable {
  private final class Place: Sendable {
    let tenant: Mutex<SandboxTenant>

    init(_ tenant: SandboxTenant) { self.tenant = Mutex(tenant) }
  }

  private let places: [Place]
  /// The places of several tenants, by the header that names them.
  private let named: [String: Place]
  private let zero: ContinuousClock.Instant
  let configuration: SandboxConfiguration
  let log: (@Sendable (String) -> Void)?

  /// - Parameter log: Called with one line for each request answered; nil for none.
  package init(configuration: SandboxConfiguration, log: (@Sendable (String) -> Void)? = nil) {
    zero = .now
    self.configuration = configuration
    self.log = log
    let start = SandboxMoment(since: zero)
    let all =
      configuration.tenants > 1
      ? (1...configuration.tenants).map { configuration.configuration(ofTenant: $0) } : [configuration]
    places = all.map { Place(SandboxTenant(configuration: $0, start: start)) }
    named = Dictionary(zip(all.compactMap(\.tenant), places), uniquingKeysWith: { first, _ in first })
  }

  /// How many tasks all tenants hold.
  package var taskCount: Int { places.reduce(0) { $0 + $1.tenant.withLock { $0.tasks.count } } }

  /// Every task as it truly is now, in the order of the list.
  package var tasks: [SandboxTaskRecord] { look { $0.tasks } }

  /// Every effect that was applied so far, in order.
  package var history: [SandboxEffect] { look { $0.history } }

  /// Every attempt on a completed task, and every late one that was no longer valid.
  package var refusals: [SandboxEffect] { look { $0.refusals } }

  /// What an endpoint has seen so far.
  package func traffic(of endpoint: Endpoint) -> EndpointTraffic { look { $0.traffic(of: endpoint) } }

  /// Queues a fault for the next requests of an endpoint.
  ///
  /// - Parameters:
  ///   - endpoint: Nil means every endpoint.
  ///   - count: How many requests it hits; -1 means until cleared.
  ///   - name: One of several tenants; nil means the first.
  package func inject(_ fault: SandboxFault, at endpoint: Endpoint?, count: Int = 1, tenant name: String? = nil) {
    look(at: name) { $0.inject(fault, at: endpoint, count: count) }
  }

  /// Forgets every queued fault; late effects that are under way still happen.
  package func clearFaults() { look { $0.clearFaults() } }

  /// Answers a request at the present time.
  func answer(_ request: SandboxRequest) -> SandboxResponse {
    if request.path == "/_sandbox/tenants" { return .json(["tenants": .array(summaries)]) }
    return place(request.header("tenant")).tenant.withLock { $0.answer(request, at: SandboxMoment(since: zero)) }
  }

  private var summaries: [SandboxJSON] {
    places.map { place in place.tenant.withLock { $0.summary } }
  }

  private func place(_ name: String?) -> Place { name.flatMap { named[$0] } ?? places[0] }

  private func look<Result: Sendable>(
    at name: String? = nil, _ body: (inout SandboxTenant) -> Result
  ) -> Result {
    place(name).tenant.withLock { tenant in
      tenant.advance(to: SandboxMoment(since: zero))
      return body(&tenant)
    }
  }
}
