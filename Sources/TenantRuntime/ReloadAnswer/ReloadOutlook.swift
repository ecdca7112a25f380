import Engine
package import Foundation
import GeoTareas
package import Records
package import RuleFiles
package import Rules

/// How new rules decide about the tasks of the last poll, compared with the old ones.
///
/// The tasks are those of the list, with details that a daemon had read; the server is not asked. A decision is the
/// rule, its stage and its action. It counts even if the rule's limits hold it back.
package struct ReloadOutlook: Sendable, Equatable, Codable {
  /// When the tasks were read.
  package var at: Date
  package var tasks: Int
  /// Tasks about which the new rules decide differently.
  package var differing: Int
  /// Tasks for which that is not known, because a rule asks for a detail that was not read.
  package var unclear: Int

  /// A tenant's settings and rules.
  package typealias Side = (tenant: TenantConfiguration, rules: RuleSet)

  package init(of listing: TaskListing, from old: Side, to new: Side, at now: Date) {
    at = listing.at
    tasks = listing.rows.count
    differing = 0
    unclear = 0
    if old.rules.fingerprint == new.rules.fingerprint, old.tenant.timezone == new.tenant.timezone { return }
    let before = Self.decisions(about: listing, old, at: now)
    let after = Self.decisions(about: listing, new, at: now)
    for (before, after) in zip(before, after) {
      switch (before, after) {
      case (.needsDetails, _), (_, .needsDetails): unclear += 1
      default: differing += before == after ? 0 : 1
      }
    }
  }

  private enum Decision: Equatable {
    case nothing, needsDetails
    case rule(String, Rule.Stage, Rules.Action)
  }

  private static func decisions(about listing: TaskListing, _ side: Side, at now: Date) -> [Decision] {
    var session = RuleIndex.Search(side.rules.index)
    let read = listing.views(of: side.tenant).map { session.read($0) }
    return session.verdicts(on: read, at: now).map { verdict in
      if verdict.needsDetails != nil { return .needsDetails }
      guard let match = verdict.match else { return .nothing }
      let rule = side.rules.rules[match]
      return .rule(rule.id, rule.stage, rule.action)
    }
  }

  /// For people.
  package var words: String {
    let clause =
      "of \(tasks) task\(tasks == 1 ? "" : "s") of the last poll \(differing) would now be decided differently"
    return clause + (unclear > 0 ? ", \(unclear) only their details can tell" : "")
  }
}
