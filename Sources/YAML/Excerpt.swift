/// A line of the source and the caret below it, both safe to print.
package struct Excerpt: Sendable, Hashable {
  /// The line with control characters replaced; a long one is cut around the column.
  package var line: String
  /// White space and a `^` that stands under the column on a terminal, whatever the width of the characters before it.
  package var caret: String

  static let longest = 160

  /// Shows `line` with a caret at the 1-based `column`, counted in Unicode scalars.
  init(line text: some Sequence<Unicode.Scalar>, column: Int) {
    var scalars = Array(text)
    var index = min(max(column - 1, 0), scalars.count)
    if scalars.count > Self.longest {
      let from = max(0, min(index - Self.longest / 2, scalars.count - Self.longest))
      let to = min(scalars.count, from + Self.longest)
      let ahead: [Unicode.Scalar] = from > 0 ? ["…"] : []
      let behind: [Unicode.Scalar] = to < scalars.count ? ["…"] : []
      scalars = ahead + scalars[from..<to] + behind
      index += ahead.count - from
    }
    let shown = scalars.map(\.printable)
    line = String(String.UnicodeScalarView(shown))
    while line.last == " " { line.removeLast() }
    caret = shown[..<index].map { $0 == "\t" ? "\t" : String(repeating: " ", count: $0.columns) }.joined() + "^"
  }
}

extension Unicode.Scalar {
  /// The character itself, or the replacement character where printing it could control a terminal.
  var printable: Unicode.Scalar { actsOnTerminal && self != "\t" ? "\u{FFFD}" : self }

  /// How many columns of a terminal the character takes.
  var columns: Int {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}

extension String {
  /// The text with every character replaced that could control a terminal or break a line.
  var printable: String {
    if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return self }
    return String(String.UnicodeScalarView(unicodeScalars.map { $0 == "\t" ? " " : $0.printable }))
  }
}
