import Engine
import Foundation
import GeoTareas
import Log
import Platform
import Records
import RuleFiles
import TenantRuntime

/// Loads everything again while the daemon runs: outside of the loop, and taken over tenant by tenant.
extension Daemon {
  /// A reload that is running or waiting.
  struct Reloading {
    /// When the running load began, in microseconds of `CLOCK_MONOTONIC`; nil while none runs.
    var began: Int64?
    /// True where somebody has asked since then.
    ///
    /// However many they are, one more load answers them all.
    var isWaiting = false
    /// True where one of them asked for all or nothing.
    var isAllOrNothing = false
  }

  /// After this time it is reported that a load has not ended.
  private static let patience = Duration.seconds(60)

  /// Takes a request: a load begins now, or once the running one has ended.
  func askForReload(_ site: inout SupervisorState, _ group: inout DiscardingTaskGroup) {
    guard !site.isStopping else { return refuseReload(&site, "the daemon is stopping") }
    site.reloading.isWaiting = true
    site.reloading.isAllOrNothing = site.reloading.isAllOrNothing || site.desk?.isAskedForAll == true
    beginReload(&site, &group)
  }

  private func beginReload(_ site: inout SupervisorState, _ group: inout DiscardingTaskGroup) {
    guard site.reloading.isWaiting, site.reloading.began == nil else { return }
    let began = SystemClock.monotonicMicroseconds()
    let load = ReloadLoad(
      options: options, old: site.configuration, state: loaded.configuration.state, began: began,
      isAllOrNothing: site.reloading.isAllOrNothing)
    site.reloading = Reloading(began: began)
    notifier.reloading()
    // The disk may be slow and the rules many. Neither the tenants nor the watchdog wait for them.
    Thread.detachNewThread { [controls] in controls.post(.loaded(load.run())) }
    group.addTask { [controls] in
      do { try await ContinuousClock().sleep(for: Self.patience) } catch { return }
      controls.post(.overdue(began: began))
    }
  }

  /// Takes the result of a load, and takes over what is valid.
  func finishReload(_ news: ReloadNews, _ site: inout SupervisorState, _ group: inout DiscardingTaskGroup) {
    guard !site.isStopping, site.reloading.began == news.began else { return }
    site.reloading.began = nil
    let answer =
      switch news.outcome {
      case .refused(let why): refuse(why, &site, began: news.began)
      case .loaded(let harvest): take(harvest, &site, began: news.began)
      }
    tendCalls(&site, &group)
    notifier.ready(site.status)
    site.desk?.leave(answer)
    beginReload(&site, &group)
  }

  /// Reports that reading the files takes very long.
  ///
  /// Until they are read, nothing else can be loaded.
  func tellSlowReload(_ began: Int64, _ site: SupervisorState) {
    guard site.reloading.began == began, !site.isStopping else { return }
    log.write(.daemonReloadFailed(.slow(after: Self.patience)))
  }

  /// Answers everybody who waits for a reload that will not come; a load that is still running is ignored.
  func abandonReload(_ site: inout SupervisorState, _ why: String) {
    guard site.reloading.isWaiting || site.reloading.began != nil else { return }
    refuseReload(&site, why)
    site.reloading = Reloading()
  }

  private func refuseReload(_ site: inout SupervisorState, _ why: String) {
    site.desk?.leave(ReloadAnswer(.refused, why: why, since: .now, began: SystemClock.monotonicMicroseconds()))
  }

  private func refuse(_ why: String, _ site: inout SupervisorState, began: Int64) -> ReloadAnswer {
    site.lastReload = "last reload refused"
    site.refusedSince = site.refusedSince ?? .now
    log.write(.daemonReloadFailed(.whole(why: why)))
    return ReloadAnswer(.refused, why: why, since: site.refusedSince, began: began)
  }

  private func take(_ harvest: ReloadNews.Harvest, _ site: inout SupervisorState, began: Int64) -> ReloadAnswer {
    var answer = ReloadAnswer(.reloaded, began: began)
    site.refusedSince = nil
    let old = site.configuration
    let new = harvest.configuration
    let kept = harvest.kept
    let credentials = harvest.credentials.merging(site.credentials.filter { kept.contains($0.key) }) { new, _ in new }
    answer.tenants = note(harvest.refusals, kept: kept, &site)
    for tenant in new.configuration.tenants {
      guard !kept.contains(tenant.name) else {
        if site.tenants[tenant.name] == nil { site.newcomers.append(tenant) }
        continue
      }
      var change = ReloadAnswer.Tenant(tenant: tenant.name, change: .kept)
      change.change = take(tenant, new, old, credentials[tenant.name], &site)
      change.rules = harvest.differences[tenant.name]?.rules
      change.outlook = harvest.differences[tenant.name]?.outlook
      answer.tenants.append(change)
    }
    for (name, running) in site.tenants.sorted(by: { $0.key < $1.key }) {
      let isGoing = running.isEnding && running.replacement == nil
      guard !isGoing, !new.configuration.tenants.contains(where: { $0.name == name }) else { continue }
      answer.tenants.append(.init(tenant: name, change: .removed))
      end(name, in: &site, replacedBy: nil)
    }
    site.configuration = new
    site.configuration.leftOut = []
    site.credentials = credentials
    let (before, after) = (old.configuration, new.configuration)
    if before.state != after.state || before.log != after.log || before.keep != after.keep {
      answer.remarks.append("'state', 'log' and 'keep' change at the next restart")
    }
    if let change = takeCalls(harvest.ping, &site) { answer.remarks.append(change) }
    conclude(&answer, &site)
    return answer
  }

  /// Takes over a tenant that is valid; returns what that does to it.
  private func take(
    _ tenant: TenantConfiguration, _ new: LoadedConfiguration, _ old: LoadedConfiguration, _ credentials: Credentials?,
    _ site: inout SupervisorState
  ) -> ReloadAnswer.Tenant.Change {
    let name = tenant.name
    guard let running = site.tenants[name] else {
      site.newcomers.append(tenant)
      return .added
    }
    if running.isEnding {
      site.tenants[name]?.replacement = tenant
      return .restarted
    }
    let sameSecrets = site.credentials[name].flatMap { old in credentials.map { old.isSame(as: $0) } } ?? false
    guard running.configuration.isSame(as: tenant), sameSecrets else {
      end(name, in: &site, replacedBy: tenant)
      return .restarted
    }
    // A tenant that works well with the same rules is not disturbed. One that waits for something tries again at once.
    let isSame = old.rules[name] == new.rules[name] && running.pulse.standing.map { $0.trouble == nil } ?? false
    if let rules = new.rules[name], !isSame { running.inbox.post(.reload(rules)) }
    return .kept
  }

  private func end(_ name: String, in site: inout SupervisorState, replacedBy replacement: TenantConfiguration?) {
    site.tenants[name]?.isEnding = true
    site.tenants[name]?.replacement = replacement
    site.tenants[name]?.inbox.post(.stop)
  }
}

extension TenantConfiguration {
  /// True when only the rules can differ.
  fileprivate func isSame(as other: TenantConfiguration) -> Bool {
    var mine = self
    mine.rules = other.rules
    return mine == other
  }
}
