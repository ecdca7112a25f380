import Engine
import GeoTareas
import RuleFiles
import YAML

#if FAILPOINTS
  import Failpoints
#endif

/// Loading everything anew while running.
extension Daemon {
  /// Loads configuration, rules and secrets; takes all of it over, or nothing and says so.
  func reload(_ site: inout Site) {
    guard !site.isStopping else { return }
    notifier.reloading()
    defer { notifier.ready(site.status) }
    let loaded = ConfigurationLoader(state: options.state, isRunHere: true).load(options.configPath)
    guard let new = loaded.value else {
      let mistakes = loaded.diagnostics.filter { $0.severity == .error }
      let first = mistakes.first?.rendered().split(separator: "\n").first.map(String.init) ?? ""
      return refuse("\(mistakes.count) mistake(s), the first: \(first)", &site)
    }
    var credentials: [String: Credentials] = [:]
    for tenant in new.configuration.tenants {
      do throws(CredentialError) {
        credentials[tenant.name] = try CredentialReader(environment: options.environment).read(tenant.credentials)
      } catch {
        log.write(.secretUnsafe, .err, error.description, [.init("tenant", tenant.name)])
        return refuse("tenant '\(tenant.name)': \(error.description)", &site)
      }
    }
    #if FAILPOINTS
      if Failpoint.duringReload.fails(waitsForStop: false) { return refuse("failpoint: a file cannot be read", &site) }
    #endif
    take(new, credentials, &site)
  }

  private func refuse(_ why: String, _ site: inout Site) {
    site.lastReload = "last reload refused"
    log.write(
      .daemonReloadFailed, .err,
      "reload refused, what was loaded stays in force: \(why); see all with: capataz check")
  }

  private func take(_ new: LoadedConfiguration, _ credentials: [String: Credentials], _ site: inout Site) {
    var changes: [String] = []
    let old = site.configuration
    let oldCredentials = site.credentials
    site.configuration = new
    site.credentials = credentials
    for tenant in new.configuration.tenants {
      let name = tenant.name
      guard let running = site.tenants[name] else {
        changes.append("\(name) added")
        site.newcomers.append(tenant)
        continue
      }
      if running.isEnding {
        changes.append("\(name) starts again once its last write is answered")
        site.tenants[name]?.replacement = tenant
        continue
      }
      let sameSecrets = oldCredentials[name].flatMap { old in credentials[name].map { old.isSame(as: $0) } } ?? false
      if running.configuration.isSame(as: tenant), sameSecrets {
        guard let rules = new.rules[name] else { continue }
        if rules != old.rules[name] { changes.append("\(name): rules changed") }
        running.inbox.post(.reload(rules))
      } else {
        changes.append("\(name) restarted")
        end(name, in: &site, replacedBy: tenant)
      }
    }
    for name in site.tenants.keys where !new.configuration.tenants.contains(where: { $0.name == name }) {
      changes.append("\(name) removed")
      end(name, in: &site, replacedBy: nil)
    }
    if old.configuration.state != new.configuration.state || old.configuration.log != new.configuration.log {
      changes.append("'state' and 'log' change at the next restart")
    }
    site.lastReload = ""
    log.write(
      .daemonReloadOK, .notice, "reloaded: \(changes.isEmpty ? "nothing changed" : changes.joined(separator: ", "))")
  }

  private func end(_ name: String, in site: inout Site, replacedBy replacement: TenantConfiguration?) {
    site.tenants[name]?.isEnding = true
    site.tenants[name]?.replacement = replacement
    site.tenants[name]?.inbox.post(.stop)
  }
}

extension TenantConfiguration {
  /// True when nothing but the rules can differ.
  fileprivate func isSame(as other: TenantConfiguration) -> Bool {
    var mine = self
    mine.rules = other.rules
    return mine == other
  }
}
