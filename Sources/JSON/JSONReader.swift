/// Reads JSON text strictly (RFC 8259): what the server means is never guessed.
///
/// A value that cannot be accepted affects only itself, and is read as ``JSONValue/unreadable``: a string with half of
/// a surrogate pair, NUL, a control character, an escape that JSON does not have, or bytes that are not UTF-8, or a
/// string longer than ``maxString`` bytes; a number longer than ``maxNumber`` characters; a bare word or number that
/// JSON does not have, such as `NaN` or `01`; a member whose key occurs twice in its object; anything nested deeper
/// than ``maxDepth``.
///
/// A text is refused as a whole if its structure is broken: brackets, commas, colons, quotes, a text that is cut off,
/// or anything behind its end. A byte order mark in front is skipped. The work is linear in the input, and the depth is
/// bounded.
package struct JSONReader {
  package static let maxDepth = 64
  package static let maxString = 64 * 1024
  package static let maxNumber = 64

  /// From this many members on, keys are looked up in a table.
  private static let fewMembers = 16

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

  mutating func skipSpace() {
    while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x0A || bytes[at] == 0x0D || bytes[at] == 0x09 { at += 1 }
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    switch peek {
    case UInt8(ascii: "{") where depth >= Self.maxDepth, UInt8(ascii: "[") where depth >= Self.maxDepth:
      try passOver()
      return .unreadable
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    default: return try scalar()
    }
  }

  /// A value that is neither a list nor an object.
  mutating func scalar() throws(JSONError) -> JSONValue {
    guard let byte = peek else { throw error("the text ends where a value should be") }
    guard byte == UInt8(ascii: "\"") else { return try word() }
    guard let text = try string() else { return .unreadable }
    return .string(text)
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
    at += 1
    var members: [JSONMember] = []
    // Compare keys by their bytes: keys that only look alike are different.
    var places: [[UInt8]: Int] = [:]
    skipSpace()
    if peek == UInt8(ascii: "}") {
      at += 1
      return .object([])
    }
    while true {
      let read = try key()
      let value = try value(depth: depth + 1)
      let key = read ?? JSONMember.unreadableKey
      let before =
        members.count < Self.fewMembers
        ? members.firstIndex { $0.key.utf8.count == key.utf8.count && $0.key.utf8.elementsEqual(key.utf8) }
        : places[Array(key.utf8)]
      if let before {
        // It cannot be known which of them is meant.
        members[before].value = .unreadable
      } else {
        if members.count >= Self.fewMembers { places[Array(key.utf8)] = members.count }
        members.append(JSONMember(key, read == nil ? .unreadable : value))
        if members.count == Self.fewMembers {
          for (place, member) in members.enumerated() { places[Array(member.key.utf8)] = place }
        }
      }
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

  /// Reads a member's key and the colon after it; nil where the key cannot be accepted as text.
  mutating func key() throws(JSONError) -> String? {
    skipSpace()
    guard peek == UInt8(ascii: "\"") else { throw error("expected a key in quotes") }
    let key = try string()
    skipSpace()
    guard peek == UInt8(ascii: ":") else { throw error("expected ':' after a key") }
    at += 1
    skipSpace()
    return key
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
}

/// Where and why a text is not JSON that we accept.
package struct JSONError: Error, Equatable, CustomStringConvertible {
  /// Bytes from the beginning.
  package var offset: Int
  package var what: String

  package var description: String { "\(what), at byte \(offset)" }
}
