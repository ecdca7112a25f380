import Log

/// A table of names and numbers that is never wider than a terminal: columns that do not fit stand below, with the names
/// again.
struct FittedTable {
  /// Names stand left, numbers right.
  private let names: [String]
  private let columns: [[String]]
  private let width: Int

  /// - Parameters:
  ///   - names: The first column, its heading first.
  ///   - columns: Each with its heading first, as long as `names`.
  init(_ names: [String], _ columns: [[String]], width: Int) {
    self.width = width
    let others = columns.map { Self.width(of: $0) + 2 }
    let room = max(width / 3, width - others.reduce(0, +))
    self.names = names.map { TextStyle.cut($0, to: room) }
    self.columns = columns
  }

  var lines: [String] {
    var lines: [String] = []
    var rest = columns[...]
    repeat {
      var part: [[String]] = []
      var left = width - Self.width(of: names)
      while let column = rest.first, part.isEmpty || Self.width(of: column) + 2 <= left {
        left -= Self.width(of: column) + 2
        part.append(column)
        rest = rest.dropFirst()
      }
      if !lines.isEmpty { lines.append("") }
      lines += Self.rows(names, part)
    } while !rest.isEmpty
    return lines
  }

  private static func rows(_ names: [String], _ columns: [[String]]) -> [String] {
    let (first, widths) = (width(of: names), columns.map { width(of: $0) })
    // A row without any number needs no line.
    let rows = names.indices.filter { row in columns.contains { !$0[row].isEmpty } }
    return rows.map { row in
      var line = names[row] + blanks(first - TextStyle.width(of: names[row]))
      for (column, width) in zip(columns, widths) {
        line += blanks(2 + width - TextStyle.width(of: column[row])) + column[row]
      }
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }
  }

  private static func width(of cells: [String]) -> Int { cells.map { TextStyle.width(of: $0) }.max() ?? 0 }
  private static func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}

extension String {
  /// The text in lines of at most so many columns, broken at blanks but not at no-break spaces, which become blanks; a
  /// word that is longer stays whole.
  func wrapped(to width: Int, indent: String = "") -> [String] {
    guard let first = split(separator: " ").first else { return [] }
    let text = split(separator: " ").dropFirst().reduce(into: indent + first) { $0 += " " + $1 }
    return text.wrapped(within: width, indent: indent.count).map { $0.replacing("\u{A0}", with: " ") }
  }
}
