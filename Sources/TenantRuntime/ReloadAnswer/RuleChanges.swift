import Engine
import Records
package import Rules

/// What differs between two rule sets of a tenant, by the rules' ids.
///
/// Only the meaning counts: a title, a comment or another line in the file is no change.
package struct RuleChanges: Sendable, Equatable, Codable {
  package var added: [String] = []
  package var removed: [String] = []
  package var changed: [String] = []
  /// True when rules that are in both sets are tried in another order.
  package var reordered = false

  /// Compares two sets; the ids are in the order in which the rules are tried.
  package init(from old: RuleSet, to new: RuleSet) {
    let before = Dictionary(old.rules.map { ($0.id, $0.fingerprint) }, uniquingKeysWith: { first, _ in first })
    let after = Set(new.rules.map(\.id))
    added = new.rules.map(\.id).filter { before[$0] == nil }
    removed = old.rules.map(\.id).filter { !after.contains($0) }
    changed = new.rules.filter { before[$0.id].map { [new = $0.fingerprint] in $0 != new } ?? false }.map(\.id)
    reordered = old.rules.map(\.id).filter { after.contains($0) } != new.rules.map(\.id).filter { before[$0] != nil }
  }

  package var isEmpty: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty && !reordered }

  /// For people: how many, and the first few by name; empty where nothing differs.
  package var words: [String] {
    let parts = [("added", added), ("removed", removed), ("changed", changed)].filter { !$0.1.isEmpty }
    let named = parts.map { "\($1.count.counted("rule")) \($0) (\($1.few))" }
    return named + (reordered ? ["rules tried in another order"] : [])
  }
}
