import Engine
import GeoTareas
import RuleFiles
import YAML

/// Which tenants are started with the daemon.
extension Daemon {
  /// Takes in the tenants that can be started, and tells of the others: they are tried again with a reload.
  ///
  /// Throws when none is left, or, when it runs once, for the first one whose credentials cannot be read.
  func admit(_ loaded: LoadedConfiguration, _ site: inout Site) throws(CredentialError) {
    let reader = CredentialReader(environment: options.environment)
    var refused: [(tenant: String, error: CredentialError)] = []
    for tenant in loaded.configuration.tenants {
      do throws(CredentialError) {
        site.credentials[tenant.name] = try reader.read(tenant.credentials)
      } catch {
        if options.runsOnce { throw error }
        refused.append((tenant.name, error))
      }
    }
    if site.credentials.isEmpty, let first = refused.first { throw first.error }
    for (tenant, error) in refused {
      log.write(
        .secretUnsafe, .err, "left out, the others run: \(error.description); mend it and reload",
        [.init("tenant", tenant)])
    }
    for left in loaded.leftOut {
      log.write(
        .tenantPaused, .err,
        "left out, the others run: \(Self.inShort(left.mistakes)); see all with: capataz check; mend it and reload",
        [.init("tenant", left.name)])
    }
    site.leftOut = refused.map(\.tenant) + loaded.leftOut.map(\.name)
  }

  /// How many mistakes there are, and the first of them.
  static func inShort(_ mistakes: [Diagnostic]) -> String {
    let first = mistakes.first?.rendered().split(separator: "\n").first.map(String.init) ?? ""
    return "\(mistakes.count) mistake(s), the first: \(first)"
  }
}
