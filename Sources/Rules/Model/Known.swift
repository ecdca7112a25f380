/// A value as the server gave it: a value, stated to be none, or unknown.
///
/// A documented `null` (no assignee, no due date) is `none`: known, and comparing with it is false. A key that is
/// absent or unreadable is `unknown`. A condition on it is unknown, and unknown never acts.
package enum Known<Value> {
  case unknown
  case none
  case value(Value)

  /// The value, where there is one.
  package var value: Value? {
    if case .value(let value) = self { value } else { nil }
  }

  /// The same knowledge about something derived from the value.
  package func map<Other>(_ transform: (Value) -> Other) -> Known<Other> {
    switch self {
    case .unknown: .unknown
    case .none: .none
    case .value(let value): .value(transform(value))
    }
  }
}

extension Known: Sendable where Value: Sendable {}
extension Known: Equatable where Value: Equatable {}
extension Known: Hashable where Value: Hashable {}
