package import Rules

/// Reads text with references: `Approved for ${entity.label}`.
package struct TemplateReader {
  package enum Problem: Error, Equatable {
    case unclosed
    case unknown(String)
  }

  /// The references other than `captured.STEP.FIELD`, by name.
  static let references: [(name: String, reference: Template.Reference)] = [
    ("task.id", .taskID), ("task.created", .createdAt), ("task.due", .dueDate), ("instance.id", .instanceID),
    ("workflow", .workflow), ("step", .step), ("status", .status), ("entity.type", .entityType),
    ("entity.id", .entityID), ("entity.label", .entityLabel), ("assigned_user", .assignedUser),
    ("assigned_group", .assignedGroup),
  ]

  /// The names that may stand between `${` and `}`.
  static var names: [String] { references.map(\.name) + ["captured.STEP.FIELD"] }

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
        guard let end = rest.firstIndex(of: "}") else { throw .unclosed }
        let name = String(rest[rest.index(rest.startIndex, offsetBy: 2)..<end])
        if !literal.isEmpty { parts.append(.literal(literal)) }
        literal = ""
        parts.append(.reference(try reference(name)))
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

  private static func reference(_ name: String) throws(Problem) -> Template.Reference {
    if let known = references.first(where: { $0.name == name }) { return known.reference }
    guard name.hasPrefix("captured."), let place = StepField(String(name.dropFirst("captured.".count))) else {
      throw .unknown(name)
    }
    return .captured(step: place.step, field: place.field)
  }
}

/// A field of a step, written `Step.field`; the last dot divides, so that the step's name may have dots.
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
