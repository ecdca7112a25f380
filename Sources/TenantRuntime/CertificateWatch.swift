import Engine
package import Foundation
package import Records
import Synchronization

/// Warns once a day that a server's certificate is about to expire.
package final class CertificateWatch: Sendable {
  /// How long before the end the warnings begin.
  package static let notice: TimeInterval = 14 * 86_400

  private let told = Mutex<Date?>(nil)

  package init() {}

  /// The warning that is due at `now` about a certificate that expires at `end`; nil when none is.
  package func warning(_ end: Date?, tenant: String, in zone: TimeZone, at now: Date) -> Report? {
    guard let end, end.timeIntervalSince(now) < Self.notice else { return nil }
    let isDue = told.withLock { told in
      if let last = told, now.timeIntervalSince(last) < 86_400 { return false }
      told = now
      return true
    }
    guard isDue else { return nil }
    let days = max(0, Int(end.timeIntervalSince(now) / 86_400))
    return Report(.tlsVerifyFailed(.ends(end, days: days)), of: tenant, in: zone)
  }
}
