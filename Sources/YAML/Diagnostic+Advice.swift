extension Diagnostic {
  /// How an advice begins.
  private static let imperatives = [
    "did you mean ", "write ", "remove ", "rename ", "add ", "put ", "take ", "name ", "indent ", "keep ", "run: ",
    "use ", "set ", "give ", "leave ", "point ", "define ", "split ", "save ", "check the ", "copy ", "move ",
    "close ", "call ",
  ]

  /// What to do about it: the part of the message that is an advice, such as `write 2h`; nil where it has none.
  package var fix: String? {
    let parts = message.split(separator: "; ", omittingEmptySubsequences: false)
    guard
      let start = parts.indices.dropFirst().last(where: { index in
        Self.imperatives.contains { parts[index].hasPrefix($0) }
      })
    else { return nil }
    return parts[start...].joined(separator: "; ")
  }

  /// A task for which it matters, in words: what a note gives as an example; nil where none does.
  package var witness: String? {
    let start = "for example "
    return notes.first { $0.mark == nil && $0.message.hasPrefix(start) }.map {
      String($0.message.dropFirst(start.count))
    }
  }
}
