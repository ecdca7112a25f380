package import Engine
package import Foundation
package import GeoTareas
package import Pacing

extension Settings {
  /// A tenant that is polled by the documented limits, as the configuration's defaults are.
  package static func documented(tenant: String = "acme", zone: TimeZone) -> Settings {
    Settings(
      tenant: tenant, zone: zone, statuses: [TaskStatus.pending], pollsOverdue: true, pollEvery: .seconds(30),
      limits: documentedLimits, reads: .unknown, writes: .unknown, staleness: .seconds(15), lateApply: .seconds(60),
      summaryEvery: .seconds(900))
  }

  /// The limits of the vendor's pages, and for logins less than half: too many are answered with a block.
  package static let documentedLimits: [Endpoint: RateLimit] = [
    .list: RateLimit(requests: 30, per: .seconds(60)), .detail: RateLimit(requests: 30, per: .seconds(60)),
    .complete: RateLimit(requests: 10, per: .seconds(60)), .reassign: RateLimit(requests: 10, per: .seconds(60)),
    .login: RateLimit(requests: 2, per: .seconds(30)),
  ]
}
