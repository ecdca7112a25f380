extension Excerpt {
  /// The fewest columns to which a line is cut: on less, it is of no use.
  private static let fewestColumns = 20
  /// How many columns apart the stops of a terminal's tabs are.
  private static let tab = 8

  /// The same on a terminal of so many columns: a longer line is cut around the caret, and `…` takes the place of what
  /// is left out.
  func cut(to columns: Int) -> Excerpt {
    let columns = max(columns, Self.fewestColumns)
    var scalars: [Unicode.Scalar] = []
    // The columns before each character, and of all of them.
    var starts = [0]
    let before = caret.unicodeScalars.count(where: { $0 == "\t" })
    var (tabs, place) = (0, caret.unicodeScalars.count(where: { $0 == " " }))
    for scalar in line.unicodeScalars {
      let column = starts[starts.count - 1]
      guard scalar == "\t" else {
        scalars.append(scalar)
        starts.append(column + scalar.columns)
        continue
      }
      let width = Self.tab - column % Self.tab
      // A caret behind the tab has the same tab in its own line.
      if tabs < before { place += width }
      tabs += 1
      for step in 1...width {
        scalars.append(" ")
        starts.append(column + step)
      }
    }
    let whole = starts[starts.count - 1]
    guard whole > columns || place >= columns else { return self }
    // The beginning of the line is shown as long as the caret has something of the line behind it.
    let fromStart = place + min(columns / 4, max(0, whole - place)) < columns
    let wanted = fromStart ? 0 : min(place - columns / 2, max(whole, place + 1) - columns + 1)
    var first = fromStart ? 0 : starts.firstIndex { $0 >= wanted && $0 > 0 } ?? 0
    // A mark stays with its letter.
    while first > 0, first < scalars.count, scalars[first].columns == 0 { first += 1 }
    let ahead = first > 0 ? 1 : 0
    var last = first
    while last < scalars.count, starts[last + 1] - starts[first] + ahead <= columns { last += 1 }
    if last < scalars.count {
      while last > first, starts[last] - starts[first] + ahead + 1 > columns { last -= 1 }
    }
    var result = self
    result.line =
      (ahead > 0 ? "…" : "") + String(String.UnicodeScalarView(scalars[first..<last]))
      + (last < scalars.count ? "…" : "")
    while result.line.last == " " { result.line.removeLast() }
    result.caret = String(repeating: " ", count: max(0, place - starts[first] + ahead)) + "^"
    return result
  }
}
