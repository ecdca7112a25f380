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

  /// How many columns a terminal needs for `text`; colour codes need none.
  package static func width(of text: String) -> Int {
    var width = 0
    var rest = text.unicodeScalars[...]
    while let scalar = rest.first {
      let colour = scalar == "\u{1B}" ? colour(at: rest) : 0
      if colour == 0 { width += TextWidth.columns(scalar) }
      rest = rest.dropFirst(max(1, colour))
    }
    return width
  }

  /// The beginning of `text` that fits into so many columns; `…` takes the place of what does not.
  ///
  /// Colour codes stay, also behind the cut, so that no colour goes on.
  package static func cut(_ text: String, to columns: Int) -> String {
    guard width(of: text) > columns else { return text }
    var out = ""
    var left = columns - 1
    var rest = text.unicodeScalars[...]
    var isCut = false
    while let scalar = rest.first {
      let colour = scalar == "\u{1B}" ? colour(at: rest) : 0
      if colour > 0 {
        out.unicodeScalars.append(contentsOf: rest.prefix(colour))
      } else if !isCut {
        left -= TextWidth.columns(scalar)
        isCut = left < 0
        if isCut { out += columns > 0 ? "…" : "" } else { out.unicodeScalars.append(scalar) }
      }
      rest = rest.dropFirst(max(1, colour))
    }
    return out
  }
}
