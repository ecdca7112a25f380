import JSON
import Rules

/// Single values, as the readers take them.
extension JSONSchema {
  static let version: JSONValue = ["const": 1]
  static let anyText: JSONValue = ["type": "string", "minLength": 1]
  static let flag: JSONValue = ["type": "boolean"]
  static let scalar: JSONValue = ["type": ["string", "number", "boolean"]]
  static let code = text(atMost: 80)
  static let name = text("^[a-z0-9][a-z0-9_-]{0,62}$", "1 to 63 of a-z 0-9 _ -, a letter or digit first")
  static let id = text(#"^\S{1,30}$"#, "an id in quotes such as \"182736450918273645\", without blanks")
  static let zone = text(#"^(UTC|[!-~]*/[!-~]*)$"#, "an IANA name such as America/Guayaquil")

  /// What has no form but `0`, with a unit.
  private static let noZero = #"(?!0+(\.0+)?[a-z%])"#
  static let duration = text("^\(noZero)" + #"[0-9]+(\.[0-9]{1,9})?(ms|s|m|h|d)$"#, "a duration such as 30s or 1.5h")
  static let span = text("^\(noZero)\(spanForm)", "a length of time such as 30m or 2bd")
  static let spanOrZero = text("^\(spanForm)", "a length of time such as 30m or 2bd")
  private static let spanForm = #"[0-9]+(\.[0-9]{1,3})?(s|m|h|d|bh|bd)$"#
  static let share = text(
    "^\(noZero)" + #"0*(100(\.0+)?|[0-9]{1,2}(\.[0-9]+)?)%$"#, "a share such as 10%, more than 0% and at most 100%")

  private static let dayForm = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
  private static let clockForm = "([01][0-9]|2[0-3]):[0-5][0-9]"
  static let day = text("^\(dayForm)$", "a day in quotes such as \"2026-12-25\"")
  static let days = text("^\(dayForm)(\\.\\.\(dayForm))?$", "days in quotes such as \"2026-08-03..2026-08-14\"")
  static let time = text(
    "^\(dayForm)(T\(clockForm)(:[0-5][0-9])?)?$", "a time in quotes such as \"2026-03-09T15:30\"")
  static let hours = text(
    "^\(clockForm)-(\(clockForm)|24:00)$", "opening hours in quotes such as \"09:00-17:00\"")

  /// An exact amount.
  ///
  /// JSON knows no difference between `5000` and `5000.00`, so that both pass without quotes.
  static let amount: JSONValue = [
    "anyOf": [amountText, ["type": "integer", "minimum": -999_999_999_999_999, "maximum": 999_999_999_999_999]]
  ]
  private static let amountText = text(
    #"^-?(?=[0-9.]{1,35}$)[0-9]+(\.[0-9]+)?$"#, "an amount in quotes such as \"5000.00\"")

  /// A value of a type.
  static func typed(_ type: ValueType) -> JSONValue {
    switch type {
    case .text: anyText
    case .decimal: amount
    case .number: ["anyOf": [amountText, ["type": "number"]]]
    case .boolean: flag
    case .date: time
    }
  }

  /// A schema for each type that may stand under `as`; without `as` it is text.
  static func byType(_ schema: (ValueType) -> JSONValue) -> JSONMember {
    let others = ValueType.allCases.filter { $0 != .text }
    return .init(
      "allOf",
      .array(
        others.map { when("as", is: [$0.rawValue], then: schema($0)) } + [
          [
            "if": ["properties": ["as": ["const": .string(ValueType.text.rawValue)]]], "then": schema(.text),
          ]
        ]))
  }

  /// A comment: a text with references.
  static func comment(atMost length: Int) -> JSONValue { ["allOf": [template, ["maxLength": .integer(length)]]] }

  /// A text with references that are known, each closed.
  static let template = text(
    #"^(\$\$\{|\$\{("# + TemplateReader.references.map { $0.name.replacing(".", with: #"\."#) }.joined(separator: "|")
      + #"|captured\.[^}]+\.[^}.]+|(?!(?:"# + TemplateReader.families.sorted().joined(separator: "|")
      + #")[.}])[^}]+\.[^}.]+)\}|\$(?!\{|\$\{)|[^$])+$"#,
    "text whose references are " + TemplateReader.names.map { "${\($0)}" }.joined(separator: ", "))
}
