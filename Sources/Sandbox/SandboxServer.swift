package import GeoTareas
import Synchronization

/// The sandbox as a server on the loopback address, for programs and for tests in the same process.
///
/// All state sits in one ``SandboxTenant``; the server adds the clocks and the sockets, nothing else.
package final class SandboxServer: Sendable {
  private let tenant: Mutex<SandboxTenant>
  private let zero: ContinuousClock.Instant
  let configuration: SandboxConfiguration
  let log: (@Sendable (String) -> Void)?

  /// - Parameter log: Gets one line for each request answered; nil for none.
  package init(configuration: SandboxConfiguration, log: (@Sendable (String) -> Void)? = nil) {
    zero = .now
    self.configuration = configuration
    self.log = log
    tenant = Mutex(SandboxTenant(configuration: configuration, start: SandboxMoment(since: zero)))
  }

  /// Every task as it truly is now, in the order of the list.
  package var tasks: [SandboxTaskRecord] { look { $0.tasks } }

  /// Every effect that was applied so far, in order.
  package var history: [SandboxEffect] { look { $0.history } }

  /// Every attempt on a completed task, and every late one that no longer fitted.
  package var refusals: [SandboxEffect] { look { $0.refusals } }

  /// What an endpoint has seen so far.
  package func traffic(of endpoint: Endpoint) -> EndpointTraffic { look { $0.traffic(of: endpoint) } }

  /// Queues a fault for the next requests of an endpoint.
  /// - Parameters:
  ///   - endpoint: Nil means every endpoint.
  ///   - count: How many requests it hits; -1 means until cleared.
  package func inject(_ fault: SandboxFault, at endpoint: Endpoint?, count: Int = 1) {
    look { $0.inject(fault, at: endpoint, count: count) }
  }

  /// Forgets every queued fault; late effects that are under way still come.
  package func clearFaults() { look { $0.clearFaults() } }

  /// Answers a request at the present time.
  func answer(_ request: SandboxRequest) -> SandboxResponse {
    tenant.withLock { $0.answer(request, at: SandboxMoment(since: zero)) }
  }

  private func look<Result: Sendable>(_ body: (inout SandboxTenant) -> Result) -> Result {
    tenant.withLock { tenant in
      tenant.advance(to: SandboxMoment(since: zero))
      return body(&tenant)
    }
  }
}
