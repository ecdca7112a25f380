extension Diagnostic {
  /// The diagnostic as a compiler prints it, without a newline at the end.
  ///
  /// `file:line:column: error: message`, the source line, a caret under the column; each note in the same form.
  ///
  /// - Parameters:
  ///   - colour: Adds ANSI colours; only for a terminal.
  ///   - columns: How wide the terminal is: source lines are cut to it, so that the caret stays below its place. Messages
  ///     are not cut. Nil elsewhere.
  package func rendered(colour: Bool = false, columns: Int? = nil) -> String {
    let fit = { (excerpt: Excerpt?) in excerpt.map { excerpt in columns.map { excerpt.cut(to: $0) } ?? excerpt } }
    var lines = Self.lines(
      mark: mark, label: severity.rawValue, code: severity == .error ? "31" : "35", message: message,
      excerpt: fit(excerpt), colour: colour)
    for note in notes {
      lines += Self.lines(
        mark: note.mark, label: "note", code: "36", message: note.message, excerpt: fit(note.excerpt),
        colour: colour)
    }
    return lines.joined(separator: "\n")
  }

  private static func lines(
    mark: Mark?, label: String, code: String, message: String, excerpt: Excerpt?, colour: Bool
  ) -> [String] {
    let place = mark.map { "\($0.description.printable): " } ?? ""
    let name = colour ? "\u{1B}[1;\(code)m\(label):\u{1B}[0m" : "\(label):"
    var lines = ["\(place)\(name) \(message.printable)"]
    if let excerpt {
      lines.append(excerpt.line)
      lines.append(colour ? "\u{1B}[32m\(excerpt.caret)\u{1B}[0m" : excerpt.caret)
    }
    return lines
  }
}

extension Sequence where Element == Diagnostic {
  /// All of them, one below the other; each ends with a newline.
  package func rendered(colour: Bool = false, columns: Int? = nil) -> String {
    map { $0.rendered(colour: colour, columns: columns) + "\n" }.joined()
  }
}
