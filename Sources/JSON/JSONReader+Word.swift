extension JSONReader {
  /// Reads a number, `true`, `false` or `null`; unreadable where it only looks like one.
  ///
  /// In both cases it is clear where it ends.
  mutating func word() throws(JSONError) -> JSONValue {
    switch peek {
    case UInt8(ascii: "n") where take("null"): return .null
    case UInt8(ascii: "f") where take("false"): return .bool(false)
    case UInt8(ascii: "t") where take("true"): return .bool(true)
    default: break
    }
    let start = at
    while let byte = peek, byte.isOfWord { at += 1 }
    guard at > start else { throw error("no value starts like this") }
    let word = bytes[start..<at]
    guard word.count <= Self.maxNumber, Self.isNumber(word) else { return .unreadable }
    return .number(String(decoding: word, as: UTF8.self))
  }

  /// Skips `word` where it stands by itself.
  private mutating func take(_ word: StaticString) -> Bool {
    let end = at + word.utf8CodeUnitCount
    guard end <= bytes.count, word.withUTF8Buffer({ $0.elementsEqual(bytes[at..<end]) }),
      end == bytes.count || !bytes[end].isOfWord
    else { return false }
    at = end
    return true
  }

  /// True for a number of RFC 8259, section 6.
  private static func isNumber(_ word: ArraySlice<UInt8>) -> Bool {
    var rest = word
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    let whole = rest.prefix(while: \.isDigit)
    guard !whole.isEmpty, whole.count == 1 || whole.first != UInt8(ascii: "0") else { return false }
    rest = rest.dropFirst(whole.count)
    if rest.first == UInt8(ascii: ".") {
      let fraction = rest.dropFirst().prefix(while: \.isDigit)
      guard !fraction.isEmpty else { return false }
      rest = rest.dropFirst(fraction.count + 1)
    }
    guard let letter = rest.first else { return true }
    guard letter == UInt8(ascii: "e") || letter == UInt8(ascii: "E") else { return false }
    rest.removeFirst()
    if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    return !rest.isEmpty && rest.allSatisfy(\.isDigit)
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { self >= 0x30 && self <= 0x39 }

  /// Letters, digits, signs, points and underscores, of which numbers and bare words consist.
  fileprivate var isOfWord: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
