import Foundation
package import GeoTareas
package import Rules
import JSON

/// Compares a completion with what the task's form asks for, before anything is sent.
package enum FormCheck {
  /// What does not fit, in words for people; empty when everything fits.
  ///
  /// A reassignment fits every form.
  ///
  /// Source: the vendor's page "Workflow Tasks" (available_results, fields, captured_data). A file field cannot be
  /// supplied, because the page shows no way to.
  package static func problems(of write: Write, for detail: TaskDetail) -> [String] {
    var problems = write.flaw.map { [$0] } ?? []
    guard case .complete(let result, let captured, _) = write else { return problems }
    if let results = detail.availableResults {
      if let problem = TaskDetails.problem(of: result, among: results.map(\.code)) { problems.append(problem) }
    } else {
      problems.append("the task's results could not be read")
    }
    guard let fields = detail.fields else { return problems + ["the task's form fields could not be read"] }
    for member in captured {
      guard let field = fields.first(where: { $0.name == member.key }) else {
        problems.append("the form has no field '\(member.key)'")
        continue
      }
      if let problem = mismatch(member.value, field) { problems.append(problem) }
    }
    for field in fields where field.required && !captured.contains(where: { $0.key == field.name }) {
      if field.value.isNull || field.value == .string("") {
        problems.append("required field '\(field.name)' is missing")
      } else if field.value == .unreadable {
        problems.append("whether required field '\(field.name)' is filled in cannot be read")
      }
    }
    return problems
  }

  private static func mismatch(_ value: JSONValue, _ field: FormField) -> String? {
    switch fit(of: value, to: field.type) {
    case .file: return "field '\(field.name)' is a file, which cannot be sent"
    case .unknownType: return "field '\(field.name)' is of the unknown type '\(field.type)'"
    case .no: return "field '\(field.name)' wants a \(field.type), the rule gives \(value.text)"
    case .yes:
      return field.required && value == .string("") ? "required field '\(field.name)' would be sent empty" : nil
    }
  }

  /// Whether a value can be sent for a field.
  package enum Fit: Sendable, Equatable {
    case yes, no
    /// A file cannot be sent.
    case file
    /// The field is of a type that is not known.
    case unknownType
  }

  /// Whether a rule's value can be sent for a field of a type.
  package static func fit(of value: Scalar, to type: String) -> Fit { fit(of: JSONValue(value, for: type), to: type) }

  private static func fit(of value: JSONValue, to type: String) -> Fit {
    let fits: Bool
    switch (type, value) {
    case ("text", .string), ("select", .string), ("number", .number), ("boolean", .bool): fits = true
    case ("date", .string(let text)): fits = isDate(text)
    case ("text", _), ("select", _), ("number", _), ("boolean", _), ("date", _): fits = false
    case ("file", _): return .file
    default: return .unknownType
    }
    return fits ? .yes : .no
  }

  /// A date, `2026-03-15`, or a date and time as the API writes them.
  private static func isDate(_ text: String) -> Bool {
    LocalDateTime(text) != nil || (text.utf8.count == 10 && LocalDateTime(text + "T00:00:00") != nil)
  }
}
