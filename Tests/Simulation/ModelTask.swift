package import GeoTareas
package import JSON

/// A task of the model tenant, as it truly is.
package struct ModelTask: Sendable, Equatable {
  package var id: TaskID
  package var instance: String
  package var step: String
  package var status = TaskStatus.pending
  package var user: String?
  package var group: String? = "sales"
  package var isOverdue = false
  package var label = "Acme"
  package var dueDate = "2026-03-17T11:30:00"
  package var created = "2026-03-15T11:30:01"
  package var results = ["sent", "failed"]
  package var fields: [JSONValue] = []
  /// What was captured in the step "Quote" before this one; nil where there was none.
  package var quote: [JSONMember]?
  /// What every write to it is answered, where the server never carries one out.
  package var refusal: Int?
  /// How calls about it are answered for ever, where that is not as it should be.
  package var ailment: Ailment?
  /// What of its JSON cannot be read.
  package var oddity: OddRow?
  /// In what form its detail gives what was captured before.
  package var earlierSteps = EarlierSteps.asDocumented

  package init(_ id: String, step: String, instance: String? = nil) {
    self.id = TaskID(id)
    self.step = step
    self.instance = instance ?? "i-\(id)"
  }

  package var isOpen: Bool { status != TaskStatus.completed }

  package var row: JSONValue { .object(members) }

  package var detail: JSONValue {
    var shown = self
    if ailment?.answer == .otherHands { (shown.user, shown.group) = ("eva", nil) }
    return .object(
      shown.members + [
        JSONMember(
          "available_results",
          .array(results.map { .object([JSONMember("code", .string($0)), JSONMember("label", .string($0))]) })),
        JSONMember("fields", .array(fields)),
      ] + [earlierSteps.member(capturing: quote)].compactMap(\.self))
  }

  /// The row as the server writes it.
  var rowBytes: [UInt8] { oddity?.disfigure(row.bytes, self) ?? row.bytes }

  /// The answer to a call for the detail.
  var detailAnswer: HTTPResponse {
    var answer = Wire.success(detail)
    if let oddity { answer.body = oddity.disfigure(answer.body, self, behind: "\"data\":") }
    return answer
  }

  private var members: [JSONMember] {
    [
      JSONMember("id", .string(id.rawValue)), JSONMember("instance_id", .string(instance)),
      JSONMember("workflow_name", .string("Onboarding")), JSONMember("step_name", .string(step)),
      JSONMember("status", .string(status)), JSONMember("assigned_to_user", .id(user)),
      JSONMember("assigned_to_group", .id(group)),
      JSONMember("entity", .object([JSONMember("type", .string("CUENTA")), JSONMember("label", .string(label))])),
      JSONMember("due_date", .string(dueDate)), JSONMember("escalated", .bool(false)),
      JSONMember("created_at", .string(created)),
    ]
  }

  /// A form field as the API writes it.
  package static func field(_ name: String, type: String, required: Bool = true, value: JSONValue = .null) -> JSONValue
  {
    .object([
      JSONMember("id", .string("f")), JSONMember("name", .string(name)), JSONMember("type", .string(type)),
      JSONMember("required", .bool(required)), JSONMember("value", value),
    ])
  }
}
