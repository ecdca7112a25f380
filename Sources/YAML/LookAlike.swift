/// Characters that look like others, or like nothing: they come from word processors, chats and other alphabets.
package enum LookAlike {
  /// What the character is, with its number, such as `a no-break space (U+00A0)`; nil for one that is what it looks
  /// like.
  package static func name(of scalar: Unicode.Scalar) -> String? {
    guard scalar.value > 0x7F else { return nil }
    let name: String? =
      if let known = names[scalar.value] {
        known
      } else if isBlank(scalar) {
        "a special space"
      } else if isInvisible(scalar) {
        "an invisible character"
      } else if let latin = letters[scalar] {
        "a letter of another alphabet that looks like '\(latin)'"
      } else {
        nil
      }
    return name.map { "\($0) (\(scalar.codePoint))" }
  }

  /// True for a blank other than the space and the tab.
  package static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value > 0x7F && scalar.properties.generalCategory == .spaceSeparator
  }

  /// True for a character that no terminal and no editor shows.
  package static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xAD, 0x200B...0x200F, 0x2060...0x2064, 0xFEFF: true
    default: false
    }
  }

  /// The word as it looks, in plain characters: without what is invisible, and without blanks around it.
  package static func plain(_ word: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in word.unicodeScalars where !isInvisible(scalar) {
      scalars.append(letters[scalar] ?? (isBlank(scalar) ? " " : dashes.contains(scalar.value) ? "-" : scalar))
    }
    return String(String(scalars).drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  /// The first character of a word that is not what it looks like, in words.
  package static func first(in word: String) -> String? {
    word.unicodeScalars.lazy.compactMap { name(of: $0) }.first
  }

  private static let names: [UInt32: String] = [
    0xA0: "a no-break space", 0x2007: "a figure space", 0x202F: "a narrow no-break space",
    0x3000: "an ideographic space", 0xAD: "a soft hyphen", 0x200B: "a zero-width space",
    0x200C: "a zero-width non-joiner", 0x200D: "a zero-width joiner", 0x200E: "a left-to-right mark",
    0x200F: "a right-to-left mark", 0x2060: "a word joiner", 0xFEFF: "a byte order mark",
    0x2010: "a hyphen", 0x2011: "a no-break hyphen", 0x2012: "a figure dash", 0x2013: "an en dash",
    0x2014: "an em dash", 0x2212: "a minus sign",
  ]

  /// Dashes and hyphens that are taken for the one of the keyboard.
  static let dashes: ClosedRange<UInt32> = 0x2010...0x2015

  /// Letters of Cyrillic and Greek that look like Latin ones, and fullwidth Latin.
  ///
  /// Source: confusables.txt of Unicode Technical Standard 39, those that stand for one letter of a key.
  private static let letters: [Unicode.Scalar: Unicode.Scalar] = {
    var table: [Unicode.Scalar: Unicode.Scalar] = [
      "а": "a", "с": "c", "ԁ": "d", "е": "e", "һ": "h", "і": "i", "ј": "j", "ԛ": "q", "о": "o", "р": "p", "ѕ": "s",
      "у": "y", "ѵ": "v", "ԝ": "w", "х": "x", "ӏ": "l", "А": "A", "В": "B", "С": "C", "Е": "E", "Н": "H", "І": "I",
      "К": "K", "М": "M", "О": "O", "Р": "P", "Ѕ": "S", "Т": "T", "Х": "X", "α": "a", "ο": "o", "ν": "v", "ι": "i",
      "ρ": "p", "υ": "u", "ԍ": "g", "ց": "g", "ո": "n", "ս": "u",
    ]
    for value in UInt32(0xFF21)...0xFF5A {
      if let wide = Unicode.Scalar(value), let latin = Unicode.Scalar(value - 0xFEE0) { table[wide] = latin }
    }
    return table
  }()
}

extension Unicode.Scalar {
  /// `U+001B`.
  package var codePoint: String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
