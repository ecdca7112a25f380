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
    let (read, refused) = readCredentials(of: loaded.configuration.tenants)
    if options.runsOnce || read.isEmpty, let first = refused.first { throw first.error }
    site.credentials = read
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

  /// The credentials that can be read, by tenant, and why others cannot.
  func readCredentials(
    of tenants: [TenantConfiguration]
  ) -> (read: [String: Credentials], refused: [(tenant: String, error: CredentialError)]) {
    let reader = CredentialReader(environment: options.environment)
    var read: [String: Credentials] = [:]
    var refused: [(tenant: String, error: CredentialError)] = []
    for tenant in tenants {
      do throws(CredentialError) {
        read[tenant.name] = try reader.read(tenant.credentials)
      } catch {
        refused.append((tenant.name, error))
      }
    }
    return (read, refused)
  }

  /// How many mistakes there are, and the first of them.
  static func inShort(_ mistakes: [Diagnostic]) -> String {
    let first = mistakes.first?.rendered().split(separator: "\n").first.map(String.init) ?? ""
    return "\(mistakes.count) mistake(s), the first: \(first)"
  }
}
