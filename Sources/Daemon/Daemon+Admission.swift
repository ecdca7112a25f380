import Engine
import Foundation
import GeoTareas
import Log
import Platform
import Records
import RuleFiles
import TenantRuntime

/// Which tenants are started with the daemon.
extension Daemon {
  /// Admits the tenants that can be started, and reports the others, which are tried again with a reload.
  ///
  /// Throws, after it has told why, when none is left. When it runs once, it throws for the first tenant whose credentials
  /// cannot be read.
  func admit(_ loaded: LoadedConfiguration, _ site: inout SupervisorState) throws(CredentialError) {
    let began = SystemClock.monotonicMicroseconds()
    let read = CredentialReader(environment: options.environment).read(of: loaded.configuration.tenants)
    if options.runsOnce || read.credentials.isEmpty, let first = read.refused.first {
      for refusal in options.runsOnce ? [first] : read.refused {
        for mistake in refusal.mistakes { log.write(.daemonStartFailed(why: mistake), of: refusal.name) }
      }
      throw CredentialError(first.mistakes.joined(separator: "; "))
    }
    site.credentials = read.credentials
    for refusal in read.refused {
      site.configuration.remove(refusal.name)
      log.write(.secretUnsafe(.leftOut(why: refusal.words)), of: refusal.name)
    }
    let refusals = loaded.refusals(beside: nil)
    for refusal in refusals {
      log.write(.tenantPaused(.leftOut(why: refusal.words)), of: refusal.name)
    }
    site.configuration.leftOut = []
    let parts = (read.refused + refusals).map { ReloadAnswer.Tenant($0, isKept: false, since: .now) }
    guard !parts.isEmpty else { return }
    site.refused = Dictionary(parts.map { ($0.tenant, $0) }) { first, _ in first }
    var answer = ReloadAnswer(.partly, began: began)
    answer.tenants = parts
    site.desk?.leave(answer)
  }
}
