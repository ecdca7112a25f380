extension JSONReader {
  /// Skips a list or an object of any depth without keeping it, and still checks its structure.
  mutating func passOver() throws(JSONError) {
    // The closing brackets of the open lists and objects, the innermost last.
    var closers: [UInt8] = []
    while true {
      if let closer = Self.closer(of: peek) {
        at += 1
        skipSpace()
        guard peek == closer else {
          closers.append(closer)
          try passKey(in: closer)
          continue
        }
        at += 1
      } else {
        _ = try scalar()
      }
      // A value has ended, and with it everything whose last part it was.
      while true {
        guard let closer = closers.last else { return }
        skipSpace()
        if peek == UInt8(ascii: ",") {
          at += 1
          skipSpace()
          try passKey(in: closer)
          break
        }
        guard peek == closer else { throw error("expected ',' or '\(Character(Unicode.Scalar(closer)))'") }
        at += 1
        closers.removeLast()
      }
    }
  }

  private mutating func passKey(in closer: UInt8) throws(JSONError) {
    if closer == UInt8(ascii: "}") { _ = try key() }
  }

  /// The bracket that closes the list or object that begins with `byte`; nil where none does.
  private static func closer(of byte: UInt8?) -> UInt8? {
    switch byte {
    case UInt8(ascii: "{"): UInt8(ascii: "}")
    case UInt8(ascii: "["): UInt8(ascii: "]")
    default: nil
    }
  }
}
