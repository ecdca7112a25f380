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
    let began = SystemClock.monotonicMicroseconds()
    guard !site.isStopping else {
      site.desk?.leave(ReloadAnswer(.refused, why: "the daemon is stopping", began: began))
      return
    }
    notifier.reloading()
    defer { notifier.ready(site.status) }
    let answer =
      switch loadAnew() {
      case .success(let new): take(new.configuration, new.credentials, &site, began: began)
      case .failure(let refusal): refuse(refusal.why, &site, began: began)
      }
    site.desk?.leave(answer)
  }

  private struct Refusal: Error {
    var why: String
  }

  private typealias News = (configuration: LoadedConfiguration, credentials: [String: Credentials])

  private func loadAnew() -> Result<News, Refusal> {
    let loaded = ConfigurationLoader(state: options.state, isRunHere: true).load(options.configPath)
    guard let new = loaded.value else {
      return .failure(Refusal(why: Self.inShort(loaded.diagnostics.filter { $0.severity == .error })))
    }
    let (credentials, refused) = readCredentials(of: new.configuration.tenants)
    if let (tenant, error) = refused.first {
      log.write(.secretUnsafe, .err, error.description, [.init("tenant", tenant)])
      return .failure(Refusal(why: "tenant '\(tenant)': \(error.description)"))
    }
    #if FAILPOINTS
      if Failpoint.duringReload.fails(waitsForStop: false) {
        return .failure(Refusal(why: "failpoint: a file cannot be read"))
      }
    #endif
    return .success((new, credentials))
  }

  private func refuse(_ why: String, _ site: inout Site, began: Int64) -> ReloadAnswer {
    site.lastReload = "last reload refused"
    log.write(
      .daemonReloadFailed, .err,
      "reload refused, what was loaded stays in force: \(why); see all with: capataz check")
    return ReloadAnswer(.refused, why: why, began: began)
  }

  private func take(
    _ new: LoadedConfiguration, _ credentials: [String: Credentials], _ site: inout Site, began: Int64
  ) -> ReloadAnswer {
    var answer = ReloadAnswer(.reloaded, began: began)
    let old = site.configuration
    let oldCredentials = site.credentials
    site.configuration = new
    site.credentials = credentials
    site.leftOut = []
    for tenant in new.configuration.tenants {
      let name = tenant.name
      var change = ReloadAnswer.Tenant(tenant: name, change: .kept)
      defer { answer.tenants.append(change) }
      guard let running = site.tenants[name] else {
        change.change = .added
        site.newcomers.append(tenant)
        continue
      }
      if running.isEnding {
        change.change = .restarted
        site.tenants[name]?.replacement = tenant
        continue
      }
      let sameSecrets = oldCredentials[name].flatMap { old in credentials[name].map { old.isSame(as: $0) } } ?? false
      if running.configuration.isSame(as: tenant), sameSecrets {
        // Who works well by the same rules is not disturbed; who waits for something tries at once.
        let isSame = old.rules[name] == new.rules[name] && running.pulse.standing.map { $0.trouble == nil } ?? false
        if let rules = new.rules[name], !isSame { running.inbox.post(.reload(rules)) }
      } else {
        change.change = .restarted
        end(name, in: &site, replacedBy: tenant)
      }
    }
    for name in site.tenants.keys.sorted() where !new.configuration.tenants.contains(where: { $0.name == name }) {
      answer.tenants.append(.init(tenant: name, change: .removed))
      end(name, in: &site, replacedBy: nil)
    }
    let (before, after) = (old.configuration, new.configuration)
    if before.state != after.state || before.log != after.log || before.keep != after.keep {
      answer.remarks.append("'state', 'log' and 'keep' change at the next restart")
    }
    compare(old, new, &answer)
    site.lastReload = ""
    let changes = answer.changes
    log.write(
      .daemonReloadOK, .notice, "reloaded: \(changes.isEmpty ? "nothing changed" : changes.joined(separator: "; "))",
      answer.fields)
    return answer
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
