extension JSONValue {
  /// The text for people, indented by two spaces a level; without a newline at the end.
  ///
  /// Lists of plain values stand on one line.
  package func prettyText(indent: String = "") -> String {
    let inner = indent + "  "
    switch self {
    case .null, .bool, .number, .string, .unreadable: return text
    case .array(let items):
      if items.allSatisfy(\.isPlain) { return "[\(items.map(\.text).joined(separator: ", "))]" }
      return "[\n" + items.map { inner + $0.prettyText(indent: inner) }.joined(separator: ",\n") + "\n\(indent)]"
    case .object(let members):
      if members.isEmpty { return "{}" }
      let lines = members.map { "\(inner)\(JSONValue.string($0.key).text): \($0.value.prettyText(indent: inner))" }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
    }
  }

  private var isPlain: Bool {
    switch self {
    case .null, .bool, .number, .string, .unreadable: true
    case .array, .object: false
    }
  }
}

extension JSONValue {
  /// The value as it is written in YAML, on one line; for values whose texts need no quotes.
  package var yaml: String {
    switch self {
    case .null, .bool, .number, .unreadable: text
    case .string(let text): text
    case .array(let values): "[\(values.map(\.yaml).joined(separator: ", "))]"
    case .object(let members): "{ \(members.map { "\($0.key): \($0.value.yaml)" }.joined(separator: ", ")) }"
    }
  }
}
