import CPCRE2

/// A regular expression of PCRE2, compiled once.
///
/// Matching is bounded in steps, depth and memory.
///
/// It matches anywhere in the text unless it is anchored. `$` is the very end, not the place before a last line feed.
/// Text is matched as UTF-8, with Unicode's letters and digits. `\C` (a single byte) and `\X` (a grapheme cluster,
/// whose cost has no bound) are refused. Callers that compare texts in NFC must pass both the pattern and the subject
/// in NFC. Source: pcre2api(3), pcre2pattern(3).
package struct Pattern: Sendable {
  /// The most bytes of a pattern; below, the most bytes of a text on which it is tried.
  package static let longest = 512
  package static let longestSubject = 16 * 1024

  /// The result of trying a pattern.
  package enum Answer: Sendable, Equatable {
    case match
    case noMatch
    /// A limit was reached, or the text is too long, so there is no answer.
    case gaveUp
  }

  package let text: String
  /// What every matching text contains.
  package let needed: TextMarks
  private let code: Code

  /// Compiles `text`; throws with the place and the reason when it is not a pattern.
  package init(_ text: String) throws(PatternError) {
    guard text.utf8.count <= Self.longest else {
      throw PatternError(offset: Self.longest, reason: "the pattern is longer than \(Self.longest) bytes")
    }
    guard !text.isEmpty else { throw PatternError(offset: 0, reason: "the pattern is empty and would match any text") }
    if let offset = Self.graphemeEscape(in: text) {
      throw PatternError(offset: offset, reason: "\\X is not supported; write . for one character")
    }
    self.text = text
    code = try Code(text)
    needed = PatternReader.marks(neededBy: text)
  }

  /// Tries the pattern on `subject`; never takes longer than the limits allow.
  ///
  /// The same pattern and text give the same answer on every machine, because work is counted in steps, not in time. A
  /// text that lacks what is ``needed`` is never tried.
  package func matches(_ subject: String) -> Answer {
    guard needed.isEmpty || TextMarks(of: subject).hold(needed) else { return .noMatch }
    return code.matches(subject)
  }

  /// Where an unescaped `\X` stands, in bytes.
  private static func graphemeEscape(in text: String) -> Int? {
    var isEscaped = false
    for (offset, byte) in text.utf8.enumerated() {
      if isEscaped, byte == UInt8(ascii: "X") { return offset - 1 }
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
    }
    return nil
  }
}

extension Pattern: Hashable {
  package static func == (left: Pattern, right: Pattern) -> Bool {
    // Two texts that are equal only after normalisation are different patterns.
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
  }
}

/// Why a text is not a pattern.
package struct PatternError: Error, Equatable, CustomStringConvertible {
  /// Bytes of UTF-8 from the pattern's beginning.
  package var offset: Int
  package var reason: String

  package var description: String { "\(reason) (at byte \(offset))" }
}
