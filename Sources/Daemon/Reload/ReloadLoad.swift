import Engine
import Foundation
import GeoTareas
import Journal
import Pacing
import Platform
import Records
import RuleFiles
import Rules
import TenantRuntime
import YAML

#if FAILPOINTS
  import Failpoints
#endif

/// Loads configuration, rules and secrets again, and compares them with what is loaded.
///
/// It blocks on the disk and may take long, so it needs a thread of its own.
struct ReloadLoad: Sendable {
  let options: Daemon.Options
  /// What is loaded.
  let old: LoadedConfiguration
  /// The directory of the journal that is written.
  let state: String
  let began: Int64
  /// True to refuse everything because of one mistake, whoever made it.
  let isAllOrNothing: Bool

  func run() -> ReloadNews { ReloadNews(began: began, outcome: outcome()) }

  private func outcome() -> ReloadNews.Outcome {
    let loaded = ConfigurationLoader(state: options.state, isRunHere: true, lints: false)
      .loadByTenant(options.configPath)
    #if FAILPOINTS
      if Failpoint.duringReload.fails() { return .refused(why: "failpoint: a file cannot be read") }
    #endif
    guard let value = loaded.value else {
      return .refused(
        why: TenantRefusal(options.configPath, loaded.diagnostics.filter { $0.severity == .error }).words)
    }
    var harvest = harvest(value)
    if let first = harvest.refusals.first {
      let who = harvest.refusals.count == 1 ? "" : "\(harvest.refusals.count) tenants have mistakes, the first: "
      let why = "\(who)\(first.name): \(first.words)"
      if isAllOrNothing { return .refused(why: why + "; all or nothing was asked for") }
      // With no tenant left to work for, the daemon would end.
      if harvest.configuration.configuration.tenants.isEmpty { return .refused(why: why) }
    }
    harvest.differences = differences(to: harvest.configuration, except: harvest.kept)
    return .loaded(harvest)
  }

  private func harvest(_ loaded: LoadedConfiguration) -> ReloadNews.Harvest {
    var configuration = loaded
    let read = CredentialReader(environment: options.environment).read(of: loaded.configuration.tenants)
    for refusal in read.refused { configuration.remove(refusal.name) }
    let refusals = loaded.refusals(beside: old) + read.refused
    // The same rules are not kept twice.
    let known = Dictionary(old.rules.values.map { ($0.fingerprint, $0) }) { first, _ in first }
    configuration.rules = configuration.rules.mapValues { new in
      known[new.fingerprint].flatMap { $0 == new ? $0 : nil } ?? new
    }
    for refusal in refusals {
      guard let tenant = old.configuration.tenants.first(where: { $0.name == refusal.name }) else { continue }
      configuration.configuration.tenants.append(tenant)
      configuration.rules[tenant.name] = old.rules[tenant.name]
      configuration.files[tenant.name] = old.files[tenant.name]
    }
    return .init(
      configuration: configuration, credentials: read.credentials, refusals: refusals,
      ping: WhomToCall(configuration.configuration.ping, environment: options.environment))
  }

  /// How the rules of existing tenants change, and what they decide about the tasks that were seen last.
  ///
  /// The tasks are those of the last poll in the journal, as for `plan`. Without any, or without a journal, only the
  /// rules are compared. The tasks are not read where no decision could change.
  private func differences(
    to new: LoadedConfiguration, except kept: Set<String>
  ) -> [String: ReloadNews.Difference] {
    let before = old.sides
    let reader = try? JournalReader.open(directory: state)
    defer { reader?.close() }
    var differences: [String: ReloadNews.Difference] = [:]
    for (name, theirs) in new.sides where !kept.contains(name) {
      // Derived here, so that making them delays nobody.
      _ = (theirs.rules.index, theirs.rules.turningPoints)
      guard let mine = before[name] else { continue }
      differences[name] = .init(rules: RuleChanges(from: mine.rules, to: theirs.rules))
      if mine.tenant == theirs.tenant, mine.rules == theirs.rules { continue }
      guard let listing = try? reader?.latestListing(tenant: name) else { continue }
      differences[name]?.outlook = ReloadOutlook(of: listing, from: mine, to: theirs, at: SystemClock().now().wall)
    }
    return differences
  }
}

extension LoadedConfiguration {
  /// Tenants with their rules, by name.
  fileprivate var sides: [String: ReloadOutlook.Side] {
    let sides = configuration.tenants.compactMap { tenant in rules[tenant.name].map { (tenant.name, (tenant, $0)) } }
    return Dictionary(sides, uniquingKeysWith: { first, _ in first })
  }
}

extension CredentialReader {
  /// The credentials that can be read, by tenant, and why others cannot be read.
  func read(
    of tenants: [TenantConfiguration]
  ) -> (credentials: [String: Credentials], refused: [TenantRefusal]) {
    var credentials: [String: Credentials] = [:]
    var refused: [TenantRefusal] = []
    for tenant in tenants {
      do throws(CredentialError) {
        credentials[tenant.name] = try read(tenant.credentials)
      } catch {
        refused.append(TenantRefusal(tenant.name, mistakes(in: tenant.credentials, first: error)))
      }
    }
    return (credentials, refused)
  }
}
