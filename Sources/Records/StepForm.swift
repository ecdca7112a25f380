package import Foundation
package import GeoTareas
package import JSON

/// What completing a step asks for: its results and the fields of its form, without the values of any task.
package struct StepForm: Sendable, Equatable {
  /// A way to complete the step.
  package struct Result: Sendable, Equatable {
    package var code: String
    package var label: String

    package init(code: String, label: String) {
      self.code = code
      self.label = label
    }
  }

  /// A field of the form.
  package struct Field: Sendable, Equatable {
    package var name: String
    /// `text`, `number`, `date`, `boolean`, `select`, `file`, or a word that the vendor's page does not list yet.
    package var type: String
    package var required: Bool
    /// True where a task came with the field filled in, so that a completion may do without it.
    package var isFilled: Bool

    package init(name: String, type: String, required: Bool, isFilled: Bool) {
      self.name = name
      self.type = type
      self.required = required
      self.isFilled = isFilled
    }
  }

  package var step: StepName
  /// Nil where they could not be read.
  package var results: [Result]?
  /// Nil where they could not be read.
  package var fields: [Field]?

  /// What a task's detail shows of its step; nil where it names no step, or shows neither results nor fields.
  package init?(_ detail: TaskDetail) {
    guard let step = StepName(detail.task), detail.availableResults != nil || detail.fields != nil else { return nil }
    self.step = step
    results = detail.availableResults?.map { Result(code: $0.code, label: $0.label) }
    fields = detail.fields?.map { field in
      let isEmpty = field.value.isNull || field.value == .string("")
      return Field(name: field.name, type: field.type, required: field.required, isFilled: !isEmpty)
    }
  }

  /// The form with what was seen of it before: what cannot be read now, and that a field came filled in.
  package func after(_ earlier: StepForm) -> StepForm {
    var form = self
    form.results = results ?? earlier.results
    guard let before = earlier.fields else { return form }
    let filled = Set(before.lazy.filter(\.isFilled).map(\.name))
    form.fields = (fields ?? before).map { field in
      var field = field
      field.isFilled = field.isFilled || filled.contains(field.name)
      return field
    }
    return form
  }
}

extension StepForm {
  /// The form as it is kept, without its step.
  package var content: JSONValue {
    var members: [JSONMember] = []
    if let results {
      members.append(JSONMember("results", .array(results.map(\.json))))
    }
    if let fields {
      members.append(
        JSONMember("fields", .array(fields.map { .object($0.members + [JSONMember("filled", .bool($0.isFilled))]) })))
    }
    return .object(members)
  }

  /// Reads a form as it is kept; nil where it is none.
  package init?(of step: StepName, _ content: JSONValue) {
    guard content.members != nil else { return nil }
    self.step = step
    results = content["results"]?.array?.compactMap { result in
      guard let code = result["code"]?.string, let label = result["label"]?.string else { return nil }
      return Result(code: code, label: label)
    }
    fields = content["fields"]?.array?.compactMap { field in
      guard let name = field["name"]?.string, let type = field["type"]?.string, let required = field["required"]?.bool
      else { return nil }
      return Field(name: name, type: type, required: required, isFilled: field["filled"]?.bool ?? false)
    }
  }
}

extension StepForm.Result {
  /// The result as it is kept and printed.
  package var json: JSONValue { .object([JSONMember("code", .string(code)), JSONMember("label", .string(label))]) }
}

extension StepForm.Field {
  /// What is kept and printed of the field; whether it came filled in is kept besides.
  package var members: [JSONMember] {
    [
      JSONMember("name", .string(name)), JSONMember("type", .string(type)), JSONMember("required", .bool(required)),
    ]
  }
}

/// A form, and when it was seen.
package struct KnownForm: Sendable, Equatable {
  package var form: StepForm
  package var firstSeen: Date
  package var lastSeen: Date

  package init(_ form: StepForm, firstSeen: Date, lastSeen: Date) {
    self.form = form
    self.firstSeen = firstSeen
    self.lastSeen = lastSeen
  }
}
