package import Foundation
package import Patterns

/// A condition on a captured field or a form field.
package struct ValueTest: Sendable, Equatable {
  /// Where the value is found.
  package enum Place: Sendable, Hashable {
    /// A field captured in an earlier step of the instance; if the step was repeated, the last time counts.
    case captured(step: String, field: String)
    /// A field of the task's own form.
    case form(field: String)
  }

  package var place: Place
  /// The type that the value is read as.
  ///
  /// A value that cannot be read as this type is unknown.
  package var type: ValueType
  /// All must hold.
  package var comparisons: [Comparison]

  package init(_ place: Place, as type: ValueType, _ comparisons: [Comparison]) {
    self.place = place
    self.type = type
    self.comparisons = comparisons
  }

  package enum Comparison: Sendable, Equatable {
    case oneOf([TypedValue])
    case like(Glob)
    case matches(Pattern)
    case atLeast(TypedValue)
    case atMost(TypedValue)
    case moreThan(TypedValue)
    case lessThan(TypedValue)
    /// Whether the field exists with a value other than null. Never unknown once the detail is read.
    case exists(Bool)
  }
}

/// What a value is read as.
package enum ValueType: String, Sendable, CaseIterable {
  case text, decimal, number, boolean, date
}

/// A value of a known type.
package enum TypedValue: Sendable, Hashable {
  case text(String)
  /// Exact, for `decimal` and `number`.
  case decimal(Decimal)
  case boolean(Bool)
  /// A date, or a date and time, of the tenant's zone: seconds since 1970-01-01T00:00:00 as if it were UTC.
  case date(civilSeconds: Int64)
}
