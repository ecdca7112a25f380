/// Whether and how text is coloured.
package struct TextStyle: Sendable, Equatable {
  private let isColoured: Bool

  package static let plain = TextStyle(isColoured: false)

  /// - Parameter isColoured: True only on a terminal where nobody has turned colours off.
  package init(isColoured: Bool) { self.isColoured = isColoured }

  package func bold(_ text: String) -> String { paint(text, "1") }
  package func good(_ text: String) -> String { paint(text, "32") }
  package func bad(_ text: String) -> String { paint(text, "31") }
  package func doubtful(_ text: String) -> String { paint(text, "33") }
  package func faint(_ text: String) -> String { paint(text, "2") }

  private func paint(_ text: String, _ code: String) -> String {
    isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  /// How many characters at the beginning are a colour code; 0 where there is none.
  package static func colour(at text: Substring.UnicodeScalarView) -> Int {
    guard text.starts(with: ["\u{1B}", "["]) else { return 0 }
    let code = text.dropFirst(2).prefix { ("0"..."9").contains($0) || $0 == ";" }
    guard code.count <= 4, text.dropFirst(2 + code.count).first == "m" else { return 0 }
    return code.count + 3
  }

  /// How many columns a terminal needs for `text`.
  package static func width(of text: String) -> Int {
    var width = 0
    var isInEscape = false
    for scalar in text.unicodeScalars {
      if scalar == "\u{1B}" { isInEscape = true }
      if !isInEscape { width += 1 }
      if isInEscape, scalar == "m" { isInEscape = false }
    }
    return width
  }
}
