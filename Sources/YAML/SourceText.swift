/// The text of one file, kept for the source lines of its diagnostics.
package struct SourceText: Sendable {
  /// The path as the user wrote it; marks name the file by it.
  package let file: String
  /// The bytes of the file without a byte order mark.
  package let bytes: [UInt8]

  /// Hides parts of lines: for a line number, how many scalars may be shown.
  ///
  /// Lines without an entry may be shown in full.
  private var visible: [Int: Int] = [:]

  /// True where a part of it is not to be shown, because a secret may be in it.
  package var hidesAnything: Bool { !visible.isEmpty }

  /// Makes a text of which everything may be shown.
  package init(file: String, bytes: [UInt8]) {
    self.file = file
    self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
  }

  /// Hides a line from `column` (1-based) to its end, so that this part is never printed.
  package mutating func hide(line: Int, from column: Int) {
    visible[line] = min(visible[line] ?? .max, column - 1)
  }

  /// Hides everything from one mark to another, and the rest of the last line.
  package mutating func hide(_ node: Node) {
    hide(line: node.mark.line, from: node.mark.column)
    guard node.endLine > node.mark.line else { return }
    for line in (node.mark.line + 1)...node.endLine where !(line == node.endLine && node.endColumn == 1) {
      hide(line: line, from: 1)
    }
  }

  /// All lines, broken where libyaml breaks them.
  package func lines() -> [String.UnicodeScalarView] {
    // Bytes that are not UTF-8 are shown as replacement characters.
    let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
    var lines: [String.UnicodeScalarView] = []
    var line = String.UnicodeScalarView()
    var afterReturn = false
    for scalar in scalars {
      if scalar == "\n" && afterReturn {
        afterReturn = false
        continue
      }
      afterReturn = scalar == "\r"
      if scalar.isLineBreak {
        lines.append(line)
        line = String.UnicodeScalarView()
      } else {
        line.append(scalar)
      }
    }
    lines.append(line)
    return lines
  }

  /// The line of `mark` with its caret, or nil where there is no such line or it may not be shown.
  func excerpt(at mark: Mark, in lines: [String.UnicodeScalarView]) -> Excerpt? {
    guard mark.line >= 1, mark.line <= lines.count else { return nil }
    let line = lines[mark.line - 1]
    if line.allSatisfy({ $0 == " " }) { return nil }
    guard let shown = visible[mark.line] else { return Excerpt(line: line, column: mark.column) }
    guard mark.column <= shown + 1 else { return nil }
    let hint = shown < line.count ? "<hidden>".unicodeScalars : "".unicodeScalars
    return Excerpt(line: Array(line.prefix(shown)) + Array(hint), column: mark.column)
  }
}

extension Unicode.Scalar {
  /// True for characters that end a line in YAML 1.1, and so in libyaml's line numbers.
  var isLineBreak: Bool {
    switch value {
    case 0x0A, 0x0D, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }
}
