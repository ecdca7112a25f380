/// Reads JSON text strictly (RFC 8259): what the server sends is never guessed at.
///
/// Refused beyond the grammar: duplicate keys, invalid UTF-8, lone surrogates, NUL in a string,
/// nesting deeper than ``maxDepth``, keys longer than ``maxString`` bytes, numbers longer than
/// ``maxNumber`` characters. A longer string is read as ``JSONValue/overlong``. A byte order mark in front is skipped.
/// Work is linear in the input.
package struct JSONReader {
  package static let maxDepth = 64
  package static let maxString = 64 * 1024
  package static let maxNumber = 64

  private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")

  let bytes: [UInt8]
  var at = 0

  /// Parses a whole document.
  package static func read(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
    var reader = JSONReader(bytes: bytes)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.at = 3 }
    reader.skipSpace()
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.at == bytes.count else { throw reader.error("something follows the end of the value") }
    return value
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  func error(_ what: String) -> JSONError { JSONError(offset: at, what: what) }

  var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

  private mutating func skipSpace() {
    while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x0A || bytes[at] == 0x0D || bytes[at] == 0x09 { at += 1 }
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    switch peek {
    case UInt8(ascii: "{") where depth >= Self.maxDepth, UInt8(ascii: "[") where depth >= Self.maxDepth:
      throw error("nested deeper than \(Self.maxDepth)")
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""):
      let text = try string()
      return text.utf8.count <= Self.maxString ? .string(text) : .overlong
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case let byte? where byte == UInt8(ascii: "-") || Self.digits.contains(byte): return .number(try number())
    case nil: throw error("the text ends where a value should be")
    default: throw error("no value starts like this")
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
    let length = word.utf8CodeUnitCount
    guard at + length <= bytes.count,
      word.withUTF8Buffer({ $0.elementsEqual(bytes[at..<at + length]) })
    else { throw error("expected '\(word)'") }
    at += length
    return value
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
    at += 1
    var members: [JSONMember] = []
    // Keys are told apart by their bytes: what only looks alike to people is not the same key.
    var seen: Set<[UInt8]> = []
    skipSpace()
    if peek == UInt8(ascii: "}") {
      at += 1
      return .object([])
    }
    while true {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else { throw error("expected a key in quotes") }
      let key = try string()
      guard key.utf8.count <= Self.maxString else { throw error("a key of more than \(Self.maxString) bytes") }
      let isNew =
        members.count < 16
        ? !members.contains { $0.key.utf8.count == key.utf8.count && $0.key.utf8.elementsEqual(key.utf8) }
        : seen.insert(Array(key.utf8)).inserted
      guard isNew else { throw error("key '\(key)' stands twice in one object") }
      skipSpace()
      guard peek == UInt8(ascii: ":") else { throw error("expected ':' after a key") }
      at += 1
      skipSpace()
      members.append(JSONMember(key, try value(depth: depth + 1)))
      if members.count == 16 { seen = Set(members.map { Array($0.key.utf8) }) }
      skipSpace()
      switch peek {
      case UInt8(ascii: ","): at += 1
      case UInt8(ascii: "}"):
        at += 1
        return .object(members)
      default: throw error("expected ',' or '}'")
      }
    }
  }

  private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
    at += 1
    var values: [JSONValue] = []
    skipSpace()
    if peek == UInt8(ascii: "]") {
      at += 1
      return .array([])
    }
    while true {
      skipSpace()
      values.append(try value(depth: depth + 1))
      skipSpace()
      switch peek {
      case UInt8(ascii: ","): at += 1
      case UInt8(ascii: "]"):
        at += 1
        return .array(values)
      default: throw error("expected ',' or ']'")
      }
    }
  }

  private mutating func number() throws(JSONError) -> String {
    let start = at
    if peek == UInt8(ascii: "-") { at += 1 }
    if peek == UInt8(ascii: "0") { at += 1 } else { try digits() }
    if peek == UInt8(ascii: ".") {
      at += 1
      try digits()
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      at += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { at += 1 }
      try digits()
    }
    guard at - start <= Self.maxNumber else { throw error("a number of more than \(Self.maxNumber) characters") }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  private mutating func digits() throws(JSONError) {
    let start = at
    while let byte = peek, Self.digits.contains(byte) { at += 1 }
    guard at > start else { throw error("expected a digit") }
  }
}

/// Where and why a text is not the JSON we accept.
package struct JSONError: Error, Equatable, CustomStringConvertible {
  /// Bytes from the beginning.
  package var offset: Int
  package var what: String

  package var description: String { "\(what), at byte \(offset)" }
}
