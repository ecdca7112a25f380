/// A plain text that begins with a quote of a word processor, where the quote of the keyboard was meant.
///
/// YAML knows only the straight ones: these become part of the text.
struct TypographicQuotes {
  /// What stands between them; nil where the last one is missing.
  var inner: String?
  /// Their numbers, such as `U+201C, U+201D`.
  var names: String

  private static let opening: Set<Unicode.Scalar> = ["“", "”", "„", "‟", "«", "»", "‘", "‚", "‛", "‹", "＂", "＇"]
  private static let closing: Set<Unicode.Scalar> = ["”", "“", "»", "«", "’", "‘", "›", "‹", "＂", "＇"]

  /// True for a quote of either kind, also where it is an apostrophe.
  static func contains(_ scalar: Unicode.Scalar) -> Bool { opening.contains(scalar) || closing.contains(scalar) }

  /// Nil for a text that does not begin like that, or that goes on behind the last quote: there they quote a part of it.
  init?(_ text: String) {
    let scalars = Array(text.unicodeScalars)
    guard let first = scalars.first, Self.opening.contains(first) || first == "’" else { return nil }
    let last = scalars[scalars.count - 1]
    if scalars.count > 1, Self.closing.contains(last) || last == "\"" {
      inner = String(String.UnicodeScalarView(scalars[1..<(scalars.count - 1)]))
      names = first == last ? first.codePoint : "\(first.codePoint), \(last.codePoint)"
    } else {
      // A single one may be an apostrophe.
      guard !"’‘‚‛‹".unicodeScalars.contains(first), !scalars.dropFirst().contains(where: { Self.closing.contains($0) })
      else { return nil }
      names = first.codePoint
    }
  }

  /// What to say about it.
  ///
  /// - Parameter text: The whole text, where it may be shown.
  func message(_ text: String?) -> String {
    guard let text, let inner, let plain = inner.inQuotes else {
      return "typographic quotes (\(names)) do not quote, they become part of the text; write straight ones (\")"
    }
    return
      "typographic quotes (\(names)) do not quote, they become part of the text; write \(plain), or \"\(text)\" if they "
      + "are meant"
  }
}

extension String {
  /// The text in quotes as a file may have it; nil where it is too long for a message or would need escapes.
  package var inQuotes: String? {
    guard unicodeScalars.count <= 80, !contains("\\"), !unicodeScalars.contains(where: { $0.actsOnTerminal }) else {
      return nil
    }
    if !contains("\"") { return "\"\(self)\"" }
    return contains("'") ? nil : "'\(self)'"
  }
}
