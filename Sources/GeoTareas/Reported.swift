/// A field of an answer: not there, there and unreadable, `null`, or a value.
package enum Reported<Value> {
  case missing
  /// Something stands there, and it is no such value: nothing is inferred from it.
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

  /// The longest texts of a row that are taken, in bytes of UTF-8: the names and labels that people gave.
  ///
  /// All rows of a poll are held at a time, so that longer ones would fill the memory.
  static var longestName: Int { 4_096 }

  /// A name or a label; nil for a text that is too long for one.
  var name: String? { string.flatMap { $0.utf8.count <= Self.longestName ? $0 : nil } }

  /// An id: text, or an integer token taken over as it stands.
  ///
  /// `1.0`, `1e3` and `-0` are no ids: what they were meant to be cannot be known.
  var id: String? {
    switch self {
    case .string(let text): return text.isEmpty || text.utf8.count > Self.longestName ? nil : text
    case .number(let text):
      return text.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") } ? text : nil
    default: return nil
    }
  }
}
