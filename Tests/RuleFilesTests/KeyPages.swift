import RuleFiles

/// The pages of the manual with their lists of keys, which stand between marks.
enum KeyPages {
  static let mark = ".\\\" begin: keys "

  /// The page with the lists between the marks written anew; all else stays as it is.
  static func page(_ text: String, _ lists: [KeyList]) -> String {
    var lines: [String] = []
    var isInside = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line == ".\\\" end" { isInside = false }
      if !isInside { lines.append(line) }
      guard line.hasPrefix(mark) else { continue }
      isInside = true
      let list = lists.first { $0.title == line.dropFirst(mark.count) }
      lines += (list?.entries ?? []).flatMap { [".TP", bold($0.name), roff($0.text)] }
    }
    return lines.joined(separator: "\n")
  }

  private static func bold(_ text: String) -> String { "\\fB\(escaped(text))\\fR" }

  /// The text for roff: what is between grave accents in bold.
  private static func roff(_ text: String) -> String {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated().map { place, part in
      place.isMultiple(of: 2) ? escaped(String(part)) : bold(String(part))
    }.joined()
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("'", with: "\\(aq")
  }
}
