package import Rules

/// Reads text with references: `Approved for ${entity.label}`.
package struct TemplateReader {
  package enum Problem: Error, Equatable {
    case unclosed(offset: Int)
    case unknown(String, offset: Int)
  }

  /// The references other than to captured fields, by name.
  static let references: [(name: String, reference: Template.Reference)] = [
    ("task.id", .taskID), ("task.created", .createdAt), ("task.due", .dueDate), ("instance.id", .instanceID),
    ("workflow", .workflow), ("step", .step), ("status", .status), ("entity.type", .entityType),
    ("entity.id", .entityID), ("entity.label", .entityLabel), ("assigned_user", .assignedUser),
    ("assigned_group", .assignedGroup),
  ]

  /// Names that people write instead, as in the API or in rules, and what they mean.
  static let otherNames = [
    "entity.name": "entity.label", "entity.title": "entity.label", "entity": "entity.label",
    "entity_label": "entity.label", "entity_id": "entity.id", "entity_type": "entity.type", "label": "entity.label",
    "name": "entity.label", "id": "task.id", "task": "task.id", "task_id": "task.id", "created_at": "task.created",
    "created": "task.created", "task.created_at": "task.created", "due_date": "task.due", "due": "task.due",
    "task.due_date": "task.due", "instance_id": "instance.id", "instance": "instance.id",
    "workflow_name": "workflow", "workflow.name": "workflow", "step_name": "step", "step.name": "step",
    "task.status": "status", "user": "assigned_user", "assignee": "assigned_user",
    "assigned_to_user": "assigned_user", "assigned_user.name": "assigned_user", "group": "assigned_group",
    "assigned_to_group": "assigned_group", "assigned_group.name": "assigned_group",
  ]

  /// The names that may be between `${` and `}`.
  static var names: [String] { references.map(\.name) + ["captured.STEP.FIELD"] }

  /// What references begin with that are not to captured fields, or only seem to be.
  static let families: Set<Substring> = Set(
    (references.map(\.name) + otherNames.keys + ["captured"]).map { $0.prefix { $0 != "." } })

  /// Reads the whole text; `$${` stands for the two characters `${`.
  package static func template(_ text: String) throws(Problem) -> Template {
    var parts: [Template.Part] = []
    var literal = ""
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      literal += rest[..<dollar]
      rest = rest[dollar...]
      if rest.hasPrefix("$${") {
        literal += "${"
        rest = rest.dropFirst(3)
      } else if rest.hasPrefix("${") {
        let offset = text.unicodeScalars.distance(from: text.startIndex, to: rest.startIndex)
        guard let end = rest.firstIndex(of: "}") else { throw .unclosed(offset: offset) }
        let name = String(rest[rest.index(rest.startIndex, offsetBy: 2)..<end])
        if !literal.isEmpty { parts.append(.literal(literal)) }
        literal = ""
        guard let reference = reference(name) else { throw .unknown(name, offset: offset) }
        parts.append(.reference(reference))
        rest = rest[rest.index(after: end)...]
      } else {
        literal += "$"
        rest = rest.dropFirst()
      }
    }
    literal += rest
    if !literal.isEmpty || parts.isEmpty { parts.append(.literal(literal)) }
    return Template(parts)
  }

  private static func reference(_ name: String) -> Template.Reference? {
    if let known = references.first(where: { $0.name == name }) { return known.reference }
    // `STEP.FIELD` will do where it cannot be taken for something else.
    let isFull = name.hasPrefix("captured.")
    guard isFull || !families.contains(name.prefix { $0 != "." }),
      let place = StepField(isFull ? String(name.dropFirst("captured.".count)) : name)
    else { return nil }
    return .captured(step: place.step, field: place.field)
  }
}

/// A field of a step, written `Step.field`.
///
/// The last dot divides them, because a step's name may contain dots.
struct StepField {
  var step: String
  var field: String

  init?(_ text: String) {
    guard let dot = text.lastIndex(of: ".") else { return nil }
    step = String(text[..<dot]).nfc
    field = String(text[text.index(after: dot)...]).nfc
    if step.isEmpty || field.isEmpty { return nil }
  }
}
