import Daemon
import Engine
package import Foundation
import GeoTareas
package import Inspection
import JSON
package import Records
import RuleFiles
package import Rules

/// Tasks and rules for tests of the commands that look.
package enum SeenTasks {
  package static let maria = #"{"id": "182736450918273645", "name": "Maria Garcia"}"#
  package static let sales = #"{"id": "293847102938471029", "name": "Sales Team"}"#

  /// A task as the API would send it; `more` are further members, such as those of a detail.
  package static func json(
    _ id: String, workflow: String = "Quote", step: String = "Approve", status: String = "PENDING",
    user: String = "null", group: String = "null", more: String = ""
  ) -> String {
    """
    {"id": "\(id)", "instance_id": "9\(id)", "workflow_name": "\(workflow)", "step_name": "\(step)", \
    "status": "\(status)", "assigned_to_user": \(user), "assigned_to_group": \(group), \
    "entity": {"type": "CUENTA", "id": "738291047382910473", "label": "Acme Corp"}, \
    "due_date": "2026-03-17T11:30:00", "escalated": false, "created_at": "2026-03-15T11:30:01"\(more)}
    """
  }

  /// The rest of a detail: one result, one required field, one earlier step.
  package static let detail = """
    , "available_results": [{"code": "approved", "label": "Approved"}, {"code": "rejected", "label": "Rejected"}], \
    "fields": [{"id": "f", "name": "amount", "type": "number", "required": true, "value": null}], \
    "previous_steps_data": [{"step_name": "Quote", "completed_by": "ana", "completed_at": "2026-03-15T11:30:00", \
    "result": "quoted", "captured_data": {"total": 4300.50, "note": "as agreed"}}]
    """

  /// A form of the step "Approve" of "Quote" as the daemon keeps it: one result, one required field, and one that came
  /// filled in.
  package static func form(seen: Date = noon - 7 * 86_400) throws -> KnownForm? {
    let content = try JSONReader.read(
      Array(
        #"{"results": [{"code": "approved", "label": "Approved"}], "fields": [{"name": "amount", "type": "number", "required": true, "filled": false}, {"name": "day", "type": "date", "required": true, "filled": true}]}"#
          .utf8))
    return StepForm(of: StepName(workflow: "Quote", step: "Approve"), content).map {
      KnownForm($0, firstSeen: seen - 86_400, lastSeen: seen)
    }
  }

  package static func snapshot(_ tasks: [String], rules: [Rule] = []) throws -> TenantSnapshot {
    let saved = try tasks.map { try SavedTasks(Array($0.utf8)) }
    let credentials = CredentialSettings(login: .token(.env("TOKEN")), apiKey: .env("KEY"))
    let tenant = TenantConfiguration(
      name: "acme", url: "http://127.0.0.1:1", tenant: "acme", timezone: "America/Guayaquil", credentials: credentials,
      rules: [])
    return TenantSnapshot(
      tenant: tenant, rules: RuleSet(rules), listing: TaskListing(at: noon, rows: saved.flatMap(\.rows)), age: .now,
      details: saved.map(\.details).reduce(into: [:]) { $0.merge($1) { first, _ in first } })
  }

  /// 2026-03-16T12:00 in Guayaquil.
  package static let noon = Date(timeIntervalSince1970: 1_773_680_400)

  package static func rule(
    _ id: String, _ conditions: [TextField: String], unless: Condition? = nil, stage: Rule.Stage = .live,
    then action: Action = .complete(Completion(result: "approved", capturedData: [amount]))
  ) -> Rule {
    let tests = conditions.sorted { $0.key.rawValue < $1.key.rawValue }
    return Rule(
      id: id, stage: stage, when: .all(tests.map { .test(.text($0.key, .equals($0.value))) }), unless: unless,
      action: action, fingerprint: id, source: .init(file: "rules/a.yaml", line: 7))
  }

  package static let amount = CapturedField(name: "amount", value: .literal(.number(1500)))
}
