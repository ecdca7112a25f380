import Log

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
