import Daemon
import Engine
import Foundation
import Records
import TenantRuntime
import Testing

@Suite("A certificate that is about to end")
struct CertificateWatchTests {
  private let end = Date(timeIntervalSince1970: 1_773_680_400)

  private func days(_ count: Double) -> Date { end.addingTimeInterval(-count * 86_400) }

  @Test("is told from fourteen days before on, once a day, and after its end")
  func onceADay() {
    let watch = CertificateWatch()
    #expect(watch.warning(nil, tenant: "acme", in: .gmt, at: end) == nil)
    #expect(watch.warning(end, tenant: "acme", in: .gmt, at: days(14)) == nil)
    let told = { (left: Int) in Report(.tlsVerifyFailed(.ends(end, days: left)), of: "acme") }
    #expect(watch.warning(end, tenant: "acme", in: .gmt, at: days(13.5)) == told(13))
    #expect(watch.warning(end, tenant: "acme", in: .gmt, at: days(12.6)) == nil)
    #expect(watch.warning(end, tenant: "acme", in: .gmt, at: days(12.5)) == told(12))
    #expect(watch.warning(end, tenant: "acme", in: .gmt, at: days(-1)) == told(0))
  }

  @Test("is not told once it was renewed")
  func renewed() {
    let watch = CertificateWatch()
    #expect(watch.warning(end, tenant: "acme", in: .gmt, at: days(3)) != nil)
    #expect(watch.warning(end.addingTimeInterval(90 * 86_400), tenant: "acme", in: .gmt, at: days(1)) == nil)
  }
}
