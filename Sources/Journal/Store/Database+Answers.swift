import Foundation
import GRDB
import GeoTareas
import JSON
import Pacing
package import Records

/// What was learned of the tenant's answers.
///
/// It is only for people: what cannot be read of it is as if it was not there.
extension Database {
  /// Keeps a form, and deletes those that were not seen for long, of whatever tenant.
  func write(_ known: KnownForm, tenant: String) throws {
    let step = known.form.step
    try requireWhole(tenant, step.workflow, step.step)
    try run(
      """
      INSERT INTO form (tenant, workflow, step, first_seen, last_seen, content) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (tenant, workflow, step) DO UPDATE SET
        first_seen = min(first_seen, excluded.first_seen), last_seen = excluded.last_seen, content = excluded.content
      """,
      [
        tenant, step.workflow, step.step, known.firstSeen.exact, known.lastSeen.exact,
        known.form.content.text.withoutNUL,
      ])
    try run("DELETE FROM form WHERE last_seen < ?", [known.lastSeen.exact - Retention.forms.inSeconds])
    try run(
      """
      DELETE FROM form WHERE tenant = ?1 AND rowid IN
        (SELECT rowid FROM form WHERE tenant = ?1 ORDER BY last_seen DESC, rowid DESC LIMIT -1 OFFSET ?2)
      """, [tenant, Retention.mostForms])
  }

  /// The forms of a tenant's steps, by workflow and step.
  func forms(tenant: String) throws -> [KnownForm] {
    try Row.fetchAll(
      cachedStatement(sql: "SELECT * FROM form WHERE tenant = ? ORDER BY workflow, step"), arguments: [tenant]
    ).compactMap { row in
      let text: String = try row.decode(forColumn: "content")
      let step = StepName(
        workflow: try row.decode(forColumn: "workflow"), step: try row.decode(forColumn: "step"))
      guard let content = try? JSONReader.read(Array(text.utf8)), let form = StepForm(of: step, content) else {
        return nil
      }
      return KnownForm(
        form, firstSeen: Date(exact: try row.decode(forColumn: "first_seen")),
        lastSeen: Date(exact: try row.decode(forColumn: "last_seen")))
    }
  }

  func write(_ shape: KnownShape, tenant: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    try run(
      "INSERT OR REPLACE INTO shape (tenant, endpoint, noted, content) VALUES (?, ?, ?, ?)",
      [tenant, shape.endpoint.rawValue, shape.at.exact, String(decoding: try encoder.encode(shape), as: UTF8.self)])
  }

  /// What the answers of a tenant's endpoints consist of.
  func shapes(tenant: String) throws -> [KnownShape] {
    try String.fetchAll(
      cachedStatement(sql: "SELECT content FROM shape WHERE tenant = ? ORDER BY endpoint"), arguments: [tenant]
    ).compactMap { try? JSONDecoder().decode(KnownShape.self, from: Data($0.utf8)) }
  }
}

extension JournalReader {
  /// The forms of a tenant's steps, as the daemon has seen them, by workflow and step.
  package func forms(tenant: String) throws(JournalError) -> [KnownForm] { try read { try $0.forms(tenant: tenant) } }
}
