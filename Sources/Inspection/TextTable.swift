import Log

/// Text in columns, each as wide as its widest cell.
package struct TextTable {
  private let rows: [[String]]

  /// Makes a table; colour in a cell does not count towards its width.
  package init(_ heading: [String]? = nil, _ rows: [[String]]) {
    self.rows = (heading.map { [$0] } ?? []) + rows
  }

  /// One line per row, without spaces at the end.
  package var lines: [String] {
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

  /// The lines of each row: one where the table is no wider than `columns`, else as many as the row's cells need.
  ///
  /// What goes on in a further line stands below the second cell.
  package func lines(within columns: Int?) -> [[String]] {
    let lines = lines
    guard let columns, lines.contains(where: { TextStyle.width(of: $0) > columns }) else { return lines.map { [$0] } }
    let indent = 2 + (rows.map { TextStyle.width(of: $0.first ?? "") }.max() ?? 0)
    return rows.map { Self.folded($0, indent: indent, within: columns) }
  }

  private static func folded(_ row: [String], indent: Int, within columns: Int) -> [String] {
    let head = row.first ?? ""
    var lines: [String] = []
    var line = head + String(repeating: " ", count: indent - TextStyle.width(of: head))
    var isEmpty = true
    for cell in row.dropFirst() where !cell.isEmpty {
      if isEmpty {
        line += cell
      } else if TextStyle.width(of: line) + 2 + TextStyle.width(of: cell) <= columns {
        line += "  " + cell
      } else {
        lines.append(line)
        line = String(repeating: " ", count: indent) + cell
      }
      isEmpty = false
    }
    return (lines + [line]).flatMap { $0.wrapped(within: columns, indent: indent) }
  }
}

extension String {
  /// The text in lines that are no wider than `columns`, broken at blanks; lines but the first are set in.
  ///
  /// A word that is wider stays whole, so that what is to be copied can be.
  func wrapped(within columns: Int?, indent: Int) -> [String] {
    guard let columns, TextStyle.width(of: self) > columns else { return [self] }
    var lines: [String] = []
    var line = String(prefix { $0 == " " })
    var isEmpty = true
    for word in split(separator: " ") {
      if !isEmpty, TextStyle.width(of: line) + 1 + TextStyle.width(of: String(word)) > columns {
        lines.append(line)
        line = String(repeating: " ", count: indent)
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return lines + [line]
  }
}
