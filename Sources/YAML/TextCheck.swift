/// What is wrong with a file before it is read as YAML: size, encoding, control characters, tabs.
struct TextCheck {
  var diagnostics: [Diagnostic] = []
  /// True when parsing makes no sense.
  var isFatal = false
  /// The bytes with every tab replaced by a space, so that columns stay the same.
  var bytes: [UInt8]

  init(_ source: SourceText) {
    bytes = source.bytes
    guard bytes.count <= Document.largestFile else {
      let message = "the file is larger than 1 MiB (\(Document.largestFile) bytes); split it"
      refuse(message, at: Mark(file: source.file))
      return
    }
    guard String(validating: bytes, as: UTF8.self) != nil else {
      refuse("the text is not UTF-8 from here; save the file as UTF-8", at: Self.firstBadByte(in: source))
      return
    }
    // Printable ASCII and line feeds, as in nearly every file: nothing more to look for.
    if bytes.allSatisfy({ ($0 >= 0x20 && $0 < 0x7F) || $0 == 0x0A }) { return }
    for (index, line) in source.lines().enumerated() { check(line, number: index + 1, file: source.file) }
    for index in bytes.indices where bytes[index] == 0x09 { bytes[index] = 0x20 }
    if !isFatal { mendBlanks(source) }
  }

  private mutating func refuse(_ message: String, at mark: Mark) {
    diagnostics.append(Diagnostic(.error, message, at: mark))
    isFatal = true
  }

  private mutating func check(_ line: String.UnicodeScalarView, number: Int, file: String) {
    var sawTab = false
    var onlySpace = true
    var inComment = false
    var before: Unicode.Scalar = " "
    for (index, scalar) in line.enumerated() {
      let mark = Mark(file: file, line: number, column: index + 1)
      if scalar == "\t" {
        if !sawTab && !inComment {
          sawTab = true
          let advice = onlySpace ? "indent with spaces" : "use spaces, or \\t inside double quotes"
          diagnostics.append(Diagnostic(.error, "a tab is not allowed here; \(advice)", at: mark))
          if onlySpace { isFatal = true }
        }
      } else if !scalar.isAllowedInYAML {
        let message =
          scalar.value == 0
          ? "a NUL byte is not allowed; remove it"
          : scalar.value == 0xFEFF
            ? "a byte order mark (U+FEFF) is not allowed within the text, where nobody sees it; remove it"
            : "the control character \(scalar.codePoint) is not allowed; remove it, or write it as an escape in double quotes"
        refuse(message, at: mark)
      }
      if scalar == "#" && (before == " " || before == "\t") { inComment = true }
      if scalar != " " && scalar != "\t" { onlySpace = false }
      before = scalar
    }
  }

  private static func firstBadByte(in source: SourceText) -> Mark {
    var mark = Mark(file: source.file, line: 1, column: 1)
    var decoder = UTF8()
    var bytes = source.bytes.makeIterator()
    var before: Unicode.Scalar = " "
    while case .scalarValue(let scalar) = decoder.decode(&bytes) {
      if scalar.isLineBreak {
        if !(scalar == "\n" && before == "\r") { mark.line += 1 }
        mark.column = 1
      } else {
        mark.column += 1
      }
      before = scalar
    }
    return mark
  }
}

extension Unicode.Scalar {
  /// The characters of YAML 1.2.2, section 5.1; libyaml also refuses a byte order mark inside the text.
  fileprivate var isAllowedInYAML: Bool {
    switch value {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }
}
