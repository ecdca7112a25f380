import Engine
import Foundation
import Rules
import YAML

extension FieldValue {
  /// Why it never fits a field of a type; nil where it may fit.
  func misfit(_ type: String) -> String? {
    let (example, what) = example(for: type)
    return switch FormCheck.fit(of: example, to: type) {
    case .yes: nil
    case .no: "is of type \(type.quotedForMessage), and the rule gives \(what)"
    case .file: "is a file, which cannot be sent"
    case .unknownType: "is of the unknown type \(type.quotedForMessage)"
    }
  }

  /// A value such as the rule gives, and what it is in words.
  private func example(for type: String) -> (value: Rules.Scalar, what: String) {
    // A text may be a date.
    let text = Rules.Scalar.text(type == "date" ? "2026-01-01" : "x")
    let day = Rules.Scalar.text("2026-01-01")
    switch self {
    case .literal(let value): return (value, value.inWords)
    case .text: return (text, "a text")
    case .today: return (day, "a day")
    case .now: return (.text("2026-01-01T00:00:00"), "a date and time")
    case .captured(let reference):
      switch reference.type {
      case .text: return (text, "a text")
      case .decimal: return (.decimal("1"), "a decimal")
      case .number: return (.number(1), "a number")
      case .boolean: return (.boolean(true), "true or false")
      case .date: return (day, "a date")
      }
    }
  }
}

extension Rules.Scalar {
  fileprivate var inWords: String {
    switch self {
    case .text(let text): "the text \(text.quotedForMessage)"
    case .number(let number): "the number \(number)"
    case .boolean(let flag): "\(flag)"
    case .decimal(let digits): "the decimal \(digits)"
    }
  }
}
