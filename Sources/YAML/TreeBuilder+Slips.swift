/// Slips that have words of their own.
extension TreeBuilder {
  /// Reports why libyaml stopped.
  ///
  /// - Parameter line: The line in which it stopped.
  mutating func report(_ error: SyntaxError, in line: [Unicode.Scalar]) {
    var notes: [Diagnostic.Note] = []
    // Where it began to read is worth a line only if that is elsewhere.
    if let context = error.context, let begin = error.contextPosition, begin.line != error.position.line {
      notes.append(Diagnostic.Note(context, at: mark(begin)))
    }
    let message = ColonInText(error, in: line)?.message(showsText: showsText) ?? error.message
    diagnostics.append(Diagnostic(.error, message, at: mark(error.position), notes: notes))
  }

  /// The scalar as if straight quotes were around it, where it has typographic ones, which are reported.
  mutating func straight(_ scalar: Scalar, at place: ParserEvent.Position) -> Scalar {
    guard scalar.style == .plain, let quotes = TypographicQuotes(scalar.text) else { return scalar }
    error(quotes.message(showsText ? scalar.text : nil), at: place)
    return Scalar(quotes.inner ?? String(scalar.text.unicodeScalars.dropFirst()), style: .quoted)
  }

  /// True, and reported, where the first key of an entry of a list comes again: the dash before it is missing.
  mutating func beginsNext(_ node: Node, after first: Node.Key?) -> Bool {
    guard let first, case .scalar(let scalar) = node.content, scalar.text == first.text,
      node.mark.line > first.mark.line
    else { return false }
    diagnostics.append(
      Diagnostic(
        .error,
        "key \(scalar.text.quotedForMessage) is given twice in one entry of the list; put '- ' before it if the next "
          + "entry begins here", at: node.mark, notes: [Diagnostic.Note("this entry begins here", at: first.mark)]))
    return true
  }
}
