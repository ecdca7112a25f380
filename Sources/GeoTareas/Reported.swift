import JSON

/// A field of an answer: missing, unreadable, `null`, or a value.
package enum Reported<Value> {
  case missing
  /// The field is present, but not a valid value: nothing is inferred from it.
  case unreadable
  case null
  case value(Value)

  package var value: Value? {
    if case .value(let value) = self { value } else { nil }
  }

  /// False where nothing is known of it.
  package var isKnown: Bool {
    switch self {
    case .missing, .unreadable: false
    case .null, .value: true
    }
  }

  func map<Other>(_ transform: (Value) -> Other) -> Reported<Other> {
    switch self {
    case .missing: .missing
    case .unreadable: .unreadable
    case .null: .null
    case .value(let value): .value(transform(value))
    }
  }
}

extension Reported: Sendable where Value: Sendable {}
extension Reported: Equatable where Value: Equatable {}
extension Reported: Hashable where Value: Hashable {}

extension JSONValue {
  /// Reads member `key` by `read`.
  func reported<Value>(_ key: String, _ read: (JSONValue) -> Value?) -> Reported<Value> {
    guard let member = self[key] else { return .missing }
    if member.isNull { return .null }
    return read(member).map { .value($0) } ?? .unreadable
  }

  /// The longest texts of a row that are accepted, in bytes of UTF-8: names and labels that people gave.
  ///
  /// All rows of a poll are in memory at once, so longer ones would fill it.
  static var longestName: Int { 4_096 }

  /// A name or a label; nil for a text that is too long for one.
  var name: String? { string.flatMap { $0.utf8.count <= Self.longestName ? $0 : nil } }

  /// An id: text, or an integer token taken as it is written.
  ///
  /// `1.0`, `1e3` and `-0` are not ids, because one cannot know what was meant.
  var id: String? {
    switch self {
    case .string(let text): return text.isEmpty || text.utf8.count > Self.longestName ? nil : text
    case .number(let text):
      return text.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") } ? text : nil
    default: return nil
    }
  }
}
