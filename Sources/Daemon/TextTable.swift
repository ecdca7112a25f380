/// Text in columns, each as wide as its widest cell.
struct TextTable {
  private let rows: [[String]]

  /// Makes a table; colour in a cell does not count towards its width.
  init(_ heading: [String]? = nil, _ rows: [[String]]) {
    self.rows = (heading.map { [$0] } ?? []) + rows
  }

  /// One line per row, without spaces at the end.
  var lines: [String] {
    var widths: [Int] = []
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], TextStyle.width(of: cell))
      }
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        line += cell
        guard row[(column + 1)...].contains(where: { !$0.isEmpty }) else { break }
        line += String(repeating: " ", count: widths[column] - TextStyle.width(of: cell) + 2)
      }
      return line
    }
  }
}

/// Whether and how text is coloured.
package struct TextStyle: Sendable, Equatable {
  private let isColoured: Bool

  package static let plain = TextStyle(isColoured: false)

  /// - Parameter isColoured: True only on a terminal where nobody has turned colours off.
  package init(isColoured: Bool) { self.isColoured = isColoured }

  func bold(_ text: String) -> String { paint(text, "1") }
  func good(_ text: String) -> String { paint(text, "32") }
  func bad(_ text: String) -> String { paint(text, "31") }
  func doubtful(_ text: String) -> String { paint(text, "33") }
  func faint(_ text: String) -> String { paint(text, "2") }

  private func paint(_ text: String, _ code: String) -> String {
    isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  /// How many characters at the beginning are a colour code; 0 where there is none.
  static func colour(at text: Substring.UnicodeScalarView) -> Int {
    guard text.starts(with: ["\u{1B}", "["]) else { return 0 }
    let code = text.dropFirst(2).prefix { ("0"..."9").contains($0) || $0 == ";" }
    guard code.count <= 4, text.dropFirst(2 + code.count).first == "m" else { return 0 }
    return code.count + 3
  }

  /// How many columns a terminal needs for `text`.
  static func width(of text: String) -> Int {
    var width = 0
    var isInEscape = false
    for scalar in text.unicodeScalars {
      if scalar == "\u{1B}" { isInEscape = true }
      if !isInEscape { width += 1 }
      if isInEscape, scalar == "m" { isInEscape = false }
    }
    return width
  }
}
