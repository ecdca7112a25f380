extension JSONValue {
  /// A whole number.
  package static func integer(_ value: some BinaryInteger) -> JSONValue { .number(String(value)) }

  /// A whole number; null where there is none.
  package static func count(_ number: (some BinaryInteger)?) -> JSONValue { number.map { .integer($0) } ?? .null }

  /// A text; null where there is none.
  package static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  /// What somebody said or noted; null where that is nothing.
  package static func said(_ text: String) -> JSONValue { text.isEmpty ? .null : .string(text) }

  /// A list of texts.
  package static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

  /// An object of texts as one line, its members in the order given: for logs and commands.
  package static func line(_ members: [(String, String)]) -> String {
    JSONValue.object(members.map { JSONMember($0.0, .string($0.1)) }).text
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { JSONMember($0.0, $0.1) })
  }
}
