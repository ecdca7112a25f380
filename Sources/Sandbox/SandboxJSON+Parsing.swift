/// Why a text is not JSON.
package struct SandboxJSONError: Error, Sendable, Equatable {
  package var reason: String
  /// Bytes before the place where reading stopped.
  package var offset: Int
}

extension SandboxJSON {
  /// Reads a whole JSON text.
  ///
  /// Strict by RFC 8259; also refuses a name that occurs twice in one object and nesting deeper than 64.
  /// - Throws: ``SandboxJSONError``; nothing of the text may be used then.
  package init(parsing bytes: [UInt8]) throws(SandboxJSONError) {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw SandboxJSONError(reason: "the text is not UTF-8", offset: 0)
    }
    var reader = SandboxJSONReader(bytes: bytes)
    self = try reader.readDocument()
  }
}

/// The state of one reading: the bytes, known to be UTF-8, and how far they are read.
private struct SandboxJSONReader {
  let bytes: [UInt8]
  var index = 0

  private static let deepest = 64

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func readDocument() throws(SandboxJSONError) -> SandboxJSON {
    let value = try readValue(depth: 0)
    skipSpace()
    guard index == bytes.count else { throw failure("text after the value") }
    return value
  }

  private func failure(_ reason: String) -> SandboxJSONError { SandboxJSONError(reason: reason, offset: index) }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d { index += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard next == byte else { return false }
    index += 1
    return true
  }

  private mutating func readValue(depth: Int) throws(SandboxJSONError) -> SandboxJSON {
    guard depth < Self.deepest else { throw failure("nested too deep") }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try readObject(depth: depth)
    case UInt8(ascii: "["): return try readArray(depth: depth)
    case UInt8(ascii: "\""): return .string(try readString())
    case UInt8(ascii: "t"): return try readWord("true", as: true)
    case UInt8(ascii: "f"): return try readWord("false", as: false)
    case UInt8(ascii: "n"): return try readWord("null", as: .null)
    case nil: throw failure("the text ends where a value is expected")
    default: return .number(try readNumber())
    }
  }

  private mutating func readWord(_ word: String, as value: SandboxJSON) throws(SandboxJSONError) -> SandboxJSON {
    guard bytes[index...].starts(with: word.utf8) else { throw failure("no value") }
    index += word.utf8.count
    return value
  }

  private mutating func readObject(depth: Int) throws(SandboxJSONError) -> SandboxJSON {
    index += 1
    var members: [SandboxJSON.Member] = []
    var names: Set<String> = []
    if take(UInt8(ascii: "}")) { return .object([]) }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw failure("a name is expected") }
      let name = try readString()
      guard names.insert(name).inserted else { throw failure("a name occurs twice") }
      guard take(UInt8(ascii: ":")) else { throw failure("a colon is expected") }
      members.append(.init(name, try readValue(depth: depth + 1)))
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw failure("the object does not end") }
    return .object(members)
  }

  private mutating func readArray(depth: Int) throws(SandboxJSONError) -> SandboxJSON {
    index += 1
    var elements: [SandboxJSON] = []
    if take(UInt8(ascii: "]")) { return .array([]) }
    repeat {
      elements.append(try readValue(depth: depth + 1))
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw failure("the array does not end") }
    return .array(elements)
  }

  private mutating func readNumber() throws(SandboxJSONError) -> String {
    let start = index
    if next == UInt8(ascii: "-") { index += 1 }
    let first = next
    guard skipDigits() > 0 else { throw failure("no value") }
    let integerStart = bytes[start] == UInt8(ascii: "-") ? start + 1 : start
    guard first != UInt8(ascii: "0") || index - integerStart == 1 else { throw failure("a leading zero") }
    if next == UInt8(ascii: ".") {
      index += 1
      guard skipDigits() > 0 else { throw failure("no digit after the point") }
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      index += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { index += 1 }
      guard skipDigits() > 0 else { throw failure("no digit in the exponent") }
    }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func skipDigits() -> Int {
    let start = index
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
    return index - start
  }

  private mutating func readString() throws(SandboxJSONError) -> String {
    index += 1
    var out: [UInt8] = []
    while let byte = next {
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: out, as: UTF8.self)
      case UInt8(ascii: "\\"): out += String(Character(try readEscape())).utf8
      case 0..<0x20: throw failure("a control character in a string")
      default: out.append(byte)
      }
    }
    throw failure("the string does not end")
  }

  private mutating func readEscape() throws(SandboxJSONError) -> Unicode.Scalar {
    guard let byte = next else { throw failure("the string does not end") }
    index += 1
    switch byte {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try readScalar()
    default: throw failure("an unknown escape")
    }
  }

  private mutating func readScalar() throws(SandboxJSONError) -> Unicode.Scalar {
    let first = try readUnit()
    guard (0xd800..<0xdc00).contains(first) else {
      guard let scalar = Unicode.Scalar(first) else { throw failure("half a surrogate pair") }
      return scalar
    }
    guard bytes[index...].starts(with: "\\u".utf8) else { throw failure("half a surrogate pair") }
    index += 2
    let second = try readUnit()
    guard (0xdc00..<0xe000).contains(second) else { throw failure("half a surrogate pair") }
    guard let scalar = Unicode.Scalar(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)) else {
      throw failure("half a surrogate pair")
    }
    return scalar
  }

  private mutating func readUnit() throws(SandboxJSONError) -> UInt32 {
    guard index + 4 <= bytes.count else { throw failure("the string does not end") }
    var value: UInt32 = 0
    for byte in bytes[index..<index + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw failure("no hexadecimal digit") }
      value = value << 4 | UInt32(digit)
    }
    index += 4
    return value
  }
}
