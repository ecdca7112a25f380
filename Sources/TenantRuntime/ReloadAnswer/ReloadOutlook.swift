package import Foundation
import GeoTareas
package import Records
import RuleFiles
import Rules

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
  package typealias Side = Rulings.Side

  package init(of listing: TaskListing, from old: Side, to new: Side, at now: Date) {
    at = listing.at
    tasks = listing.rows.count
    differing = 0
    unclear = 0
    if old.rules.fingerprint == new.rules.fingerprint, old.tenant.timezone == new.tenant.timezone { return }
    let before = Rulings(about: listing, old, at: now)
    let after = Rulings(about: listing, new, at: now)
    for row in listing.rows {
      let (before, after) = (before[row.task.id], after[row.task.id])
      switch (before, after) {
      case (.needsDetails, _), (_, .needsDetails): unclear += 1
      default: differing += before == after ? 0 : 1
      }
    }
  }

  /// For people.
  package var words: String {
    let clause =
      "of \(tasks) task\(tasks == 1 ? "" : "s") of the last poll \(differing) would now be decided differently"
    return clause + (unclear > 0 ? ", \(unclear) only their details can tell" : "")
  }
}
