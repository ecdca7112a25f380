package import Engine
import Foundation
import GeoTareas
package import Journal
import Pacing
package import Records
package import RuleFiles

extension Retention {
  /// Makes the retention that the configuration asks for.
  package init(_ settings: KeepSettings) { self.init(decisions: settings.decisions, mostDecisions: settings.atMost) }
}

extension Settings {
  /// For a command that looks once while a person waits, and writes nothing.
  package init(lookingAt tenant: TenantConfiguration) {
    self.init(tenant, mode: .dry, runsOnce: true, summaryEvery: .seconds(86_400))
    patience = .look
  }

  /// One for each poll in the first ten minutes, and then no more in the hour.
  private static let spareReadsAnHour = 20

  /// The engine's settings for a tenant of the configuration.
  package init(_ tenant: TenantConfiguration, mode: RunMode, runsOnce: Bool, summaryEvery: Duration) {
    let logsIn = if case .password = tenant.credentials.login { true } else { false }
    self.init(
      tenant: tenant.name, zone: tenant.zone, statuses: tenant.poll.statuses.map(\.rawValue),
      pollsOverdue: tenant.poll.overdue,
      pollEvery: tenant.poll.every, limits: tenant.limits.byEndpoint, reads: LimitSharing(tenant.limits.reads),
      writes: LimitSharing(tenant.limits.writes), staleness: tenant.staleness, lateApply: tenant.lateApply,
      mode: mode, runsOnce: runsOnce, logsIn: logsIn,
      summaryEvery: summaryEvery, seed: UInt64.random(in: 0...UInt64.max),
      stopButton: tenant.stopButton.map { StopButton(workflow: $0.workflow, step: $0.step) })
    spareReads = Self.spareReadsAnHour
  }
}

extension LimitSettings {
  fileprivate var byEndpoint: [Endpoint: RateLimit] {
    [
      .list: RateLimit(list), .detail: RateLimit(detail), .complete: RateLimit(complete),
      .reassign: RateLimit(reassign), .login: RateLimit(login),
    ]
  }
}

extension LimitSharing {
  fileprivate init(_ sharing: LimitSettings.Sharing) {
    self =
      switch sharing {
      case .shared: .shared
      case .separate: .separate
      case .unknown: .unknown
      }
  }
}

extension RateLimit {
  fileprivate init(_ limit: LimitSettings.Limit) { self.init(requests: limit.requests, per: limit.per) }
}
