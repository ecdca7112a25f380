package import Foundation
import GRDB
import JSON
import Pacing
package import Records

/// What effects rested on, and the texts of rules.
extension Database {
  func write(_ grounds: Grounds, tenant: String) throws {
    guard let (owner, number) = Intent.split(id: grounds.intent), owner == tenant else {
      throw JournalError.conflict("intent '\(grounds.intent)' has no number of tenant '\(tenant)'")
    }
    try run(
      "INSERT OR REPLACE INTO grounds (tenant, number, attempt, armed, content) VALUES (?, ?, ?, ?, ?)",
      [tenant, number, grounds.attempt, grounds.at.exact, grounds.content.text.withoutNUL])
  }

  /// The grounds of an intent's attempts, the first attempt first; none where they were deleted.
  func grounds(tenant: String, number: Int) throws -> [Grounds] {
    try Row.fetchAll(
      cachedStatement(sql: "SELECT * FROM grounds WHERE tenant = ? AND number = ? ORDER BY attempt"),
      arguments: [tenant, number]
    ).compactMap { row in
      let text: String = try row.decode(forColumn: "content")
      guard let content = try? JSONReader.read(Array(text.utf8)) else { return nil }
      return Grounds(
        content, intent: "\(tenant)-\(number)", attempt: try row.decode(forColumn: "attempt"),
        at: Date(exact: try row.decode(forColumn: "armed")))
    }
  }

  /// Keeps the text of each rule under its fingerprint, where it is not kept yet, and adds a line to the trail.
  ///
  /// The line names the rules only where they are others than before.
  func write(_ loaded: LoadedRules, tenant: String, epoch: Int64) throws {
    let before = try Row.fetchOne(
      cachedStatement(sql: "SELECT fingerprint FROM rules_in_force WHERE tenant = ?"), arguments: [tenant]
    ).map { try $0.decode(String.self, forColumn: "fingerprint") }
    var details = [JSONMember("rules", .integer(loaded.rules.count))]
    if before != loaded.fingerprint {
      for rule in loaded.rules { try keep(rule, at: loaded.at) }
      let names = JSONValue.object(loaded.rules.map { JSONMember($0.rule, .string($0.fingerprint)) })
      details += [JSONMember("before", .optional(before)), JSONMember("loaded", names)]
      try run(
        "INSERT OR REPLACE INTO rules_in_force (tenant, fingerprint, rules, loaded) VALUES (?, ?, ?, ?)",
        [tenant, loaded.fingerprint, names.text, loaded.at.exact])
    }
    try AuditTrail.append(
      AuditTrail.Entry(
        kind: "rules.\(loaded.cause.rawValue)", tenant: tenant, subject: loaded.fingerprint, why: "",
        details: details, at: loaded.at),
      epoch: epoch, to: self)
  }

  private func keep(_ rule: LoadedRules.Text, at now: Date) throws {
    guard !rule.text.isEmpty else { return }
    try requireWhole(rule.rule, rule.fingerprint)
    try run(
      """
      INSERT OR IGNORE INTO rule_text (rule, fingerprint, text, title, owner, file, line, loaded)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        rule.rule, rule.fingerprint, rule.text.withoutNUL, rule.title?.withoutNUL, rule.owner?.withoutNUL,
        rule.file.withoutNUL, rule.line, now.exact,
      ])
  }

  /// The text under which a rule had this meaning first; nil where it was loaded before texts were kept.
  func ruleText(_ rule: String, fingerprint: String) throws -> KeptRule? {
    try Row.fetchOne(
      cachedStatement(sql: "SELECT * FROM rule_text WHERE rule = ? AND fingerprint = ?"),
      arguments: [rule, fingerprint]
    ).map { row in
      KeptRule(
        text: LoadedRules.Text(
          rule: rule, fingerprint: fingerprint, text: try row.decode(forColumn: "text"),
          title: try row.decode(String?.self, forColumn: "title"),
          owner: try row.decode(String?.self, forColumn: "owner"), file: try row.decode(forColumn: "file"),
          line: try row.decode(forColumn: "line")),
        since: Date(exact: try row.decode(forColumn: "loaded")))
    }
  }

  /// The fingerprint of each rule with which the tenant works, as the daemon loaded them last; nil where it never did.
  func rulesInForce(tenant: String) throws -> [String: String]? {
    let text = try String.fetchOne(
      cachedStatement(sql: "SELECT rules FROM rules_in_force WHERE tenant = ?"), arguments: [tenant])
    guard let members = text.flatMap({ try? JSONReader.read(Array($0.utf8)) })?.members else { return nil }
    return Dictionary(members.compactMap { member in member.value.string.map { (member.key, $0) } }) { first, _ in first
    }
  }

  /// Deletes some old grounds, the oldest first, and as many as there are too many.
  func pruneGrounds(_ retention: Retention, asOf now: Date) throws {
    try cachedStatement(
      sql: """
        DELETE FROM grounds WHERE seq IN (SELECT seq FROM grounds ORDER BY seq LIMIT ?)
          AND (armed < ? OR seq <= (SELECT max(seq) FROM grounds) - ?)
        """
    ).execute(arguments: [
      Retention.mostAtOnce, now.exact - Retention.grounds.inSeconds, retention.mostDecisions,
    ])
  }
}

/// The text of a rule as it was kept.
package struct KeptRule: Sendable, Equatable {
  package var text: LoadedRules.Text
  /// When a rule of this meaning was first loaded.
  package var since: Date
}
