extension JSONReader {
  /// A string up to its closing quote; nil where it cannot be taken as text.
  mutating func string() throws(JSONError) -> String? {
    at += 1
    let start = at
    var union: UInt8 = 0
    while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      union |= byte
      at += 1
    }
    if peek == UInt8(ascii: "\"") {
      at += 1
      return Self.text(bytes[start..<at - 1], isASCII: union < 0x80)
    }
    var raw: [UInt8]? = Array(bytes[start..<at])
    while true {
      guard let byte = peek else { throw error("the text ends inside a string") }
      at += 1
      switch byte {
      case UInt8(ascii: "\""): return raw.flatMap { Self.text($0[...], isASCII: false) }
      case UInt8(ascii: "\\"):
        let scalar = try escape()
        if let encoded = scalar.flatMap({ UTF8.encode($0) }) { raw?.append(contentsOf: encoded) } else { raw = nil }
      case ..<0x20: raw = nil
      default: raw?.append(byte)
      }
      if let count = raw?.count, count > Self.maxString { raw = nil }
    }
  }

  private static func text(_ slice: ArraySlice<UInt8>, isASCII: Bool) -> String? {
    guard slice.count <= maxString else { return nil }
    // Most strings are ASCII and need no check for invalid UTF-8.
    if isASCII { return slice.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) } }
    return slice.withUnsafeBufferPointer { String(validating: $0, as: UTF8.self) }
  }

  /// Reads what follows a backslash; nil where it cannot appear in a text.
  ///
  /// The byte after the backslash is always consumed, so that a quote there does not end the string.
  private mutating func escape() throws(JSONError) -> Unicode.Scalar? {
    guard let byte = peek else { throw error("the text ends inside a string") }
    at += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      guard let code = hexQuad(), code != 0 else { return nil }
      guard (0xD800..<0xDC00).contains(code) else { return Unicode.Scalar(code) }
      guard peek == UInt8(ascii: "\\"), at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "u") else { return nil }
      at += 2
      guard let low = hexQuad(), (0xDC00..<0xE000).contains(low) else { return nil }
      return Unicode.Scalar(0x10000 + (code - 0xD800) << 10 + (low - 0xDC00))
    default: return nil
    }
  }

  /// Reads four hexadecimal digits; nil where there are fewer, and then the first other character is not consumed.
  private mutating func hexQuad() -> UInt32? {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      code = code << 4 | UInt32(digit)
      at += 1
    }
    return code
  }
}
