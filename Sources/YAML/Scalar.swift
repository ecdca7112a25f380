/// A scalar as it appears in the file: its text and whether it was quoted.
package struct Scalar: Sendable, Hashable {
  /// How it was written.
  package enum Style: Sendable, Hashable {
    /// Without quotes: the type follows from the text.
    case plain
    /// In quotes or a block (`|`, `>`): always text.
    case quoted
  }

  /// The text without quotes, with escapes resolved.
  package var text: String
  /// Whether the type may be read from the text.
  package var style: Style

  /// Makes a scalar.
  package init(_ text: String, style: Style) {
    self.text = text
    self.style = style
  }

  /// What a scalar means by the core schema of YAML 1.2.
  package enum Meaning: Sendable, Hashable {
    case null
    case boolean(Bool)
    /// A whole number, in the digits of the file.
    case integer(String)
    /// Any other number, in the digits of the file.
    case float(String)
    case text(String)
    /// `yes`, `no`, `on`, `off` without quotes: text in YAML 1.2, but a boolean in YAML 1.1.
    case ambiguous(String)
  }

  /// The type and value by the core schema (YAML 1.2.2, section 10.3.2).
  ///
  /// Words that older readers take for booleans are a case of their own.
  package var meaning: Meaning {
    guard style == .plain else { return .text(text) }
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .boolean(true)
    case "false", "False", "FALSE": return .boolean(false)
    default: break
    }
    if ["yes", "no", "on", "off"].contains(text.lowercased()) { return .ambiguous(text) }
    guard let first = text.utf8.first, first < 0x3A else { return .text(text) }
    if isInteger { return .integer(text) }
    return isFloat ? .float(text) : .text(text)
  }

  private var isInteger: Bool {
    let bytes = text.utf8
    if text.hasPrefix("0o") { return bytes.count > 2 && bytes.dropFirst(2).allSatisfy { (0x30...0x37).contains($0) } }
    if text.hasPrefix("0x") { return bytes.count > 2 && bytes.dropFirst(2).allSatisfy(\.isHexadecimal) }
    let digits = unsigned
    return !digits.isEmpty && digits.allSatisfy(\.isDigit)
  }

  private var isFloat: Bool {
    var rest = unsigned
    if [".inf", ".Inf", ".INF"].contains(where: { rest.elementsEqual($0.utf8) }) { return true }
    if [".nan", ".NaN", ".NAN"].contains(text) { return true }
    let whole = rest.prefix(while: \.isDigit)
    rest = rest.dropFirst(whole.count)
    var fraction = rest.prefix(0)
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      fraction = rest.prefix(while: \.isDigit)
      rest = rest.dropFirst(fraction.count)
    }
    guard !whole.isEmpty || !fraction.isEmpty else { return false }
    guard let mark = rest.first else { return true }
    guard mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") else { return false }
    rest = rest.dropFirst()
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    return !rest.isEmpty && rest.allSatisfy(\.isDigit)
  }

  /// The text without a leading sign.
  private var unsigned: Substring.UTF8View {
    let bytes = text[...].utf8
    guard let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") else { return bytes }
    return bytes.dropFirst()
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
  fileprivate var isHexadecimal: Bool {
    isDigit || (0x41...0x46).contains(self) || (0x61...0x66).contains(self)
  }
}
