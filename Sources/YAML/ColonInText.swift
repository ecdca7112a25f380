/// A text without quotes that holds `: `, which libyaml takes for the end of a key.
struct ColonInText {
  /// The text from its beginning to its end.
  private var text: String
  /// The words before the colon.
  private var before: [Substring]
  private var isFlow: Bool

  /// Nil where that is not why libyaml stopped.
  init?(_ error: SyntaxError, in line: [Unicode.Scalar]) {
    let isFlow = ["did not find expected ',' or '}'", "did not find expected ',' or ']'"].contains(error.problem)
    guard isFlow || error.problem == "mapping values are not allowed in this context" else { return nil }
    let colon = error.position.column - 1
    guard line.indices.contains(colon), line[colon] == ":" else { return nil }
    guard let start = Self.start(of: line[..<colon], isFlow: isFlow), start < colon else { return nil }
    let end =
      line.indices.first { index in
        index > colon
          && ((isFlow && ",]}".unicodeScalars.contains(line[index])) || (line[index] == "#" && line[index - 1] == " "))
      } ?? line.count
    let text = Self.trimmed(line[start..<end])
    self.text = text
    self.isFlow = isFlow
    before = Self.trimmed(line[start..<colon]).split(separator: " ")
    // A text in quotes has ended before the colon.
    guard let first = text.first, !"\"'{[".contains(first), !before.isEmpty else { return nil }
  }

  /// Where the value begins in which the colon stands; nil where there is no value before it on the line.
  private static func start(of line: ArraySlice<Unicode.Scalar>, isFlow: Bool) -> Int? {
    for index in line.indices.reversed() {
      let isBehindKey = line[index] == ":" && index + 1 < line.endIndex && line[index + 1] == " "
      if isBehindKey || (isFlow && "{[,".unicodeScalars.contains(line[index])) { return index + 1 }
    }
    return nil
  }

  private static func trimmed(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    String(
      String.UnicodeScalarView(scalars.drop { $0 == " " }.reversed().drop { $0 == " " || $0 == "\t" }.reversed()))
  }

  /// What to say about it.
  func message(showsText: Bool) -> String {
    let quoted = showsText ? text.inQuotes : nil
    let advice = quoted.map { "write \($0)" } ?? "put the whole text in quotes"
    if showsText, isFlow, before.count > 1, let word = before.last,
      word.utf8.allSatisfy({ $0 == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) })
    {
      return "a text that holds ': ' needs quotes; \(advice), or put ',' before '\(word)' if that is a key"
    }
    return "a text that holds ': ' needs quotes; \(advice)"
  }
}
