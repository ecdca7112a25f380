import Rules

/// A mark in a pattern, such as an acute accent, that belongs to no letter of the pattern.
///
/// In a text in NFC it would be part of a letter. A mark belongs to a letter where it comes right after it and both are
/// plain. In a set they must form one character, because a set takes one. Hangul vowels and final consonants are such
/// marks of a syllable's beginning. Source: Unicode Standard Annex 15.
struct LoneMark {
  /// The language of the pattern.
  enum Kind { case glob, regularExpression }

  /// Its number, as `U+0301`.
  let name: String
  /// Its place, in characters from 1; a letter and its mark count as two.
  let place: Int

  /// The first one; nil where there is none.
  init?(in pattern: String, _ kind: Kind) {
    guard pattern.utf8.contains(where: { $0 >= 0x80 || $0 == UInt8(ascii: "\\") }) else { return nil }
    var reader = Reader(scalars: Array(pattern.unicodeScalars), kind: kind)
    guard let (scalar, place) = reader.firstLoneMark() else { return nil }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    name = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    self.place = place + 1
  }

  /// Goes through a pattern; it knows just enough of the language to see what is plain.
  private struct Reader {
    let scalars: [Unicode.Scalar]
    let kind: Kind
    /// Where the letter begins to which a mark would belong.
    var letter: Int?
    var isInSet = false
    var at = 0

    mutating func firstLoneMark() -> (Unicode.Scalar, place: Int)? {
      while at < scalars.count {
        let place = at
        let scalar = scalars[at]
        at += 1
        if scalar.isMark {
          guard let letter, !isInSet || isOneCharacter(letter..<at) else { return (scalar, place) }
        } else if scalar == "\\" {
          letter = nil
          if let escaped = escape(), escaped.isMark { return (escaped, place) }
        } else {
          letter = isPlain(scalar) ? place : nil
        }
      }
      return nil
    }

    /// Skips an escape; returns the character that it stands for, if it is given by number.
    private mutating func escape() -> Unicode.Scalar? {
      guard at < scalars.count else { return nil }
      let scalar = scalars[at]
      at += 1
      guard kind == .regularExpression else { return scalar }
      guard ["x", "o", "N"].contains(scalar), at < scalars.count, scalars[at] == "{" else { return scalar }
      guard let end = scalars[at...].firstIndex(of: "}") else { return scalar }
      var digits = scalars[(at + 1)..<end]
      if digits.starts(with: ["U", "+"]) { digits = digits.dropFirst(2) }
      at = end + 1
      let text = String(String.UnicodeScalarView(digits))
      return UInt32(text, radix: scalar == "o" ? 8 : 16).flatMap(Unicode.Scalar.init)
    }

    /// Whether a character stands for itself; keeps track of where sets begin and end.
    private mutating func isPlain(_ scalar: Unicode.Scalar) -> Bool {
      if isInSet {
        if scalar == "]" { isInSet = false }
        return scalar != "]" && scalar != "-"
      }
      if scalar == "[" {
        isInSet = true
        let negation: Unicode.Scalar = kind == .glob ? "!" : "^"
        if at < scalars.count, scalars[at] == negation { at += 1 }
        // A bracket at this place is a member of the set.
        if kind == .regularExpression, at < scalars.count, scalars[at] == "]" { at += 1 }
        return false
      }
      return !(kind == .glob ? "*?" : ".^$|()]*+?{}").unicodeScalars.contains(scalar)
    }

    private func isOneCharacter(_ range: Range<Int>) -> Bool {
      String(String.UnicodeScalarView(scalars[range])).nfc.unicodeScalars.count == 1
    }
  }
}

extension Unicode.Scalar {
  /// Marks that may form one character in NFC with a letter before them.
  ///
  /// Other marks stay separate in texts, too. Source: NFC_Quick_Check=Maybe of the Unicode Character Database, and four
  /// marks that turn into some of those.
  private static let joining: [ClosedRange<UInt32>] = [
    0x0300...0x0304, 0x0306...0x030C, 0x030F...0x030F, 0x0311...0x0311, 0x0313...0x0314, 0x031B...0x031B,
    0x0323...0x0328, 0x032D...0x032E, 0x0330...0x0331, 0x0338...0x0338, 0x0340...0x0345, 0x0653...0x0655,
    0x093C...0x093C, 0x09BE...0x09BE, 0x09D7...0x09D7, 0x0B3E...0x0B3E, 0x0B56...0x0B57, 0x0BBE...0x0BBE,
    0x0BD7...0x0BD7, 0x0C56...0x0C56, 0x0CC2...0x0CC2, 0x0CD5...0x0CD6, 0x0D3E...0x0D3E, 0x0D57...0x0D57,
    0x0DCA...0x0DCA, 0x0DCF...0x0DCF, 0x0DDF...0x0DDF, 0x102E...0x102E, 0x1161...0x1175, 0x11A8...0x11C2,
    0x1B35...0x1B35, 0x3099...0x309A, 0x110BA...0x110BA, 0x11127...0x11127, 0x1133E...0x1133E, 0x11357...0x11357,
    0x114B0...0x114B0, 0x114BA...0x114BA, 0x114BD...0x114BD, 0x115AF...0x115AF, 0x11930...0x11930,
  ]

  fileprivate var isMark: Bool { value >= 0x0300 && Self.joining.contains { $0.contains(value) } }
}
