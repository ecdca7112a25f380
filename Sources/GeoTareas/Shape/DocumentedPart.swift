/// What the vendor's pages say of a value in an answer.
///
/// Source: the vendor's pages "Workflow Tasks", "Login" and "Workflow Definitions" (entity types).
package struct DocumentedPart: Sendable, Equatable {
  package var kinds: Set<AnswerShape.Kind>
  /// The values it may have, where the pages list them.
  package var codes: Set<String>?
  /// True where it may be missing.
  package var isOptional = false

  /// What good answers of an endpoint consist of, by path.
  package static func all(of endpoint: Endpoint) -> [String: DocumentedPart] { table[endpoint] ?? [:] }

  /// Whether what stands at a path has members of its own that are described.
  static func hasMembers(_ path: String, in documented: [String: DocumentedPart]) -> Bool {
    parents.contains(path) && documented.keys.contains { $0.hasPrefix("\(path).") }
  }

  private static let table: [Endpoint: [String: DocumentedPart]] = [
    .list: row("data[]").adding([
      "data": .of(.list), "meta.total": .of(.number), "meta.limit": .of(.number), "meta.offset": .of(.number),
    ]),
    .detail: row("data").adding(detail),
    .complete: [
      "data": .of(.object), "data.task_id": .of(.text), "data.status": .of(.text, codes: statuses),
      "data.result": .of(.text), "data.completed_at": .of(.time),
      "data.instance_status": .of(.text, codes: ["RUNNING", "COMPLETED", "CANCELLED", "ERROR"]),
      "data.next_step": DocumentedPart(kinds: [.text, .null], isOptional: true),
    ],
    .reassign: parties("data").adding([
      "data": .of(.object), "data.task_id": .of(.text), "data.reassigned_at": .of(.time),
    ]),
    .login: ["data": .of(.object), "data.authorization": .of(.text)],
  ]

  /// The paths of objects that have described members.
  private static let parents: Set<String> = Set(
    table.values.flatMap(\.keys).compactMap { path in
      path.lastIndex(of: ".").map { String(path[..<$0]) }
    })

  private static let statuses: Set = [TaskStatus.pending, TaskStatus.inProgress, TaskStatus.completed]

  private static func row(_ path: String) -> [String: DocumentedPart] {
    parties(path).adding([
      "\(path).id": .of(.text), "\(path).instance_id": .of(.text), "\(path).workflow_name": .of(.text),
      "\(path).step_name": .of(.text), "\(path).status": .of(.text, codes: statuses),
      "\(path).entity": .of(.object, .null),
      "\(path).entity.type": .of(
        .text, .null, codes: ["TAREA", "CUENTA", "CLIENTE", "PERSONAL", "DISPOSITIVO", "NINGUNA"]),
      "\(path).entity.id": .of(.text, .null), "\(path).entity.label": .of(.text, .null),
      "\(path).due_date": .of(.time, .null), "\(path).escalated": .of(.boolean), "\(path).created_at": .of(.time),
    ])
  }

  private static func parties(_ path: String) -> [String: DocumentedPart] {
    var parts: [String: DocumentedPart] = [:]
    for party in ["assigned_to_user", "assigned_to_group"] {
      parts["\(path).\(party)"] = .of(.object, .null)
      parts["\(path).\(party).id"] = .of(.text)
      parts["\(path).\(party).name"] = .of(.text, .null)
    }
    return parts
  }

  private static let detail: [String: DocumentedPart] = [
    "data": .of(.object), "data.step_description": .of(.text, .null), "data.available_results": .of(.list),
    "data.available_results[].code": .of(.text), "data.available_results[].label": .of(.text),
    "data.fields": .of(.list), "data.fields[].id": .of(.text), "data.fields[].name": .of(.text),
    "data.fields[].type": .of(.text, codes: ["text", "number", "date", "boolean", "select", "file"]),
    "data.fields[].required": .of(.boolean),
    // People fill these in: they may be anything.
    "data.fields[].value": DocumentedPart(kinds: Set(AnswerShape.Kind.allCases)),
    "data.previous_steps_data": .of(.list), "data.previous_steps_data[].step_name": .of(.text),
    "data.previous_steps_data[].completed_by": .of(.text), "data.previous_steps_data[].completed_at": .of(.time),
    "data.previous_steps_data[].result": .of(.text), "data.previous_steps_data[].captured_data": .of(.object),
  ]

  private static func of(_ kinds: AnswerShape.Kind..., codes: Set<String>? = nil) -> DocumentedPart {
    DocumentedPart(kinds: Set(kinds), codes: codes)
  }
}

extension [String: DocumentedPart] {
  fileprivate func adding(_ more: [String: DocumentedPart]) -> [String: DocumentedPart] { merging(more) { $1 } }
}
