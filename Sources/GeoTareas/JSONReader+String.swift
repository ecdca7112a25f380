extension JSONReader {
  mutating func string() throws(JSONError) -> String {
    at += 1
    let start = at
    var union: UInt8 = 0
    while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      union |= byte
      at += 1
    }
    if peek == UInt8(ascii: "\"") {
      let text = try validated(bytes[start..<at], isASCII: union < 0x80)
      at += 1
      return text
    }
    var raw = Array(bytes[start..<at])
    while true {
      guard let byte = peek else { throw error("the text ends inside a string") }
      guard byte >= 0x20 else { throw error("a control character in a string") }
      if byte == UInt8(ascii: "\"") { break }
      at += 1
      if byte == UInt8(ascii: "\\") { try escape(into: &raw) } else { raw.append(byte) }
    }
    let text = try validated(raw[...])
    at += 1
    return text
  }

  private func validated(_ slice: ArraySlice<UInt8>, isASCII: Bool = false) throws(JSONError) -> String {
    // Most are, and need no search for what is not UTF-8.
    if isASCII { return slice.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) } }
    guard let text = slice.withUnsafeBufferPointer({ String(validating: $0, as: UTF8.self) }) else {
      throw error("a string that is not UTF-8")
    }
    return text
  }

  private mutating func escape(into raw: inout [UInt8]) throws(JSONError) {
    guard let byte = peek else { throw error("the text ends inside a string") }
    at += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): raw.append(byte)
    case UInt8(ascii: "b"): raw.append(0x08)
    case UInt8(ascii: "f"): raw.append(0x0C)
    case UInt8(ascii: "n"): raw.append(0x0A)
    case UInt8(ascii: "r"): raw.append(0x0D)
    case UInt8(ascii: "t"): raw.append(0x09)
    case UInt8(ascii: "u"):
      var code = try hexQuad()
      if (0xD800..<0xDC00).contains(code) {
        guard peek == UInt8(ascii: "\\"), at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "u") else {
          throw error("half of a surrogate pair")
        }
        at += 2
        let low = try hexQuad()
        guard (0xDC00..<0xE000).contains(low) else { throw error("half of a surrogate pair") }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard code != 0 else { throw error("NUL in a string") }
      guard let scalar = Unicode.Scalar(code) else { throw error("half of a surrogate pair") }
      raw.append(contentsOf: Array(String(Character(scalar)).utf8))
    default: throw error("an escape that JSON does not have")
    }
  }

  private mutating func hexQuad() throws(JSONError) -> UInt32 {
    guard at + 4 <= bytes.count else { throw error("the text ends inside a string") }
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(bytes[at])).hexDigitValue else {
        throw error("expected four hex digits")
      }
      code = code << 4 | UInt32(digit)
      at += 1
    }
    return code
  }
}
