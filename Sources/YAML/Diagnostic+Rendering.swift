extension Diagnostic {
  /// The diagnostic as a compiler prints it, without a newline at the end.
  ///
  /// `file:line:column: error: message`, the source line, a caret under the column; each note in the same form.
  ///
  /// - Parameter colour: Adds ANSI colours; only for a terminal.
  package func rendered(colour: Bool = false) -> String {
    var lines = Self.lines(
      mark: mark, label: severity.rawValue, code: severity == .error ? "31" : "35", message: message,
      excerpt: excerpt, colour: colour)
    for note in notes {
      lines += Self.lines(
        mark: note.mark, label: "note", code: "36", message: note.message, excerpt: note.excerpt, colour: colour)
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
  package func rendered(colour: Bool = false) -> String {
    map { $0.rendered(colour: colour) + "\n" }.joined()
  }
}
