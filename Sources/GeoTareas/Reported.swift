/// A field of an answer: not there (or unreadable), `null`, or a value.
package enum Reported<Value> {
  case missing
  case null
  case value(Value)

  package var value: Value? {
    if case .value(let value) = self { value } else { nil }
  }

  func map<Other>(_ transform: (Value) -> Other) -> Reported<Other> {
    switch self {
    case .missing: .missing
    case .null: .null
    case .value(let value): .value(transform(value))
    }
  }
}

extension Reported: Sendable where Value: Sendable {}
extension Reported: Equatable where Value: Equatable {}
extension Reported: Hashable where Value: Hashable {}

extension JSONValue {
  /// Reads member `key` by `read`: an unreadable value counts as missing, so that nothing is inferred from it.
  func reported<Value>(_ key: String, _ read: (JSONValue) -> Value?) -> Reported<Value> {
    guard let member = self[key] else { return .missing }
    if member.isNull { return .null }
    return read(member).map { .value($0) } ?? .missing
  }

  /// An id: text, or an integer token of any length taken over as it stands.
  ///
  /// `1.0`, `1e3` and `-0` are no ids: what they were meant to be cannot be known.
  var id: String? {
    switch self {
    case .string(let text): return text.isEmpty ? nil : text
    case .number(let text):
      return text.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") } ? text : nil
    default: return nil
    }
  }
}
