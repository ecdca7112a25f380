import Log

/// Draws the status again and again on the same place of a terminal, and marks what has changed.
package struct StatusScreen: Sendable {
  private var before: Set<String>?

  package init() {}

  /// Hides the cursor and empties the screen.
  package static let start = "\u{1B}[?25l\u{1B}[2J"
  /// Puts the cursor below what was drawn, and shows it again.
  package static let end = "\r\n\u{1B}[?25h"

  /// One drawing over the last one, with control sequences; it never scrolls.
  ///
  /// Lines are drawn over, and only what is left of the old ones is erased, so that nothing flickers. A line that says
  /// something else than any line of the last drawing is in reverse.
  ///
  /// - Parameters:
  ///   - lines: What is drawn, without anything that acts on a terminal but colours.
  ///   - size: How much room the terminal has.
  package mutating func drawing(
    _ title: String, _ lines: [StatusPage.Line], size: (rows: Int, columns: Int)
  ) -> String {
    let room = max(1, size.rows - 2)
    var shown = lines.map { line in
      let text = TextStyle.cut(line.text, to: size.columns)
      return before.map { $0.contains(line.essence) } ?? true ? text : Self.marked(text)
    }
    before = Set(lines.map(\.essence))
    if shown.count > room {
      let rest = "and \(lines.count - room + 1) more lines: try --problems or --tenant NAME"
      shown = shown.prefix(room - 1) + [TextStyle.cut(rest, to: size.columns)]
    }
    let drawn = [TextStyle.cut(title, to: size.columns), ""] + shown
    return "\u{1B}[H" + drawn.prefix(max(1, size.rows)).joined(separator: "\u{1B}[K\r\n") + "\u{1B}[K\u{1B}[J"
  }

  /// The line in reverse, also behind the end of a colour in it.
  private static func marked(_ text: String) -> String {
    "\u{1B}[7m" + text.replacing("\u{1B}[0m", with: "\u{1B}[0;7m") + "\u{1B}[0m"
  }
}
