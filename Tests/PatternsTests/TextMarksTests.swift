import Patterns
import Testing

@Suite struct TextMarksTests {
  static let words = ["C1", "7", "-", " Ltd", "a", "ab", "b", "\u{E9}", ".", "x"]
  /// Parts of patterns, some of which are plain and some not.
  static let parts = [
    "C1", "7", "-", " Ltd", "a+", "ab?", "b*", "\u{E9}", "\\.", "[ab]", "[^a]", "[\u{E9}x]", "(a|b)", "(?:ab)?", "x{2}",
    "a{0,1}", ".", ".*", "\\d", "\\bx", "(?i)c", "a|b", "[]a]", "\\-", "b+?", "(?=a)", "(?x: a )", "^", "$",
  ]

  @Test("a text that lacks what a pattern needs is never one that it matches")
  func neverTooMuch() throws {
    var random = FixedNumbers()
    var refused = 0
    for _ in 0..<4_000 {
      let middle = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        Self.parts[Int.random(in: 0..<Self.parts.count, using: &random)]
      }
      let text =
        ["", "^"][Int.random(in: 0...1, using: &random)] + middle.joined()
        + ["", "$"][Int.random(in: 0...1, using: &random)]
      // Behind an empty look-ahead nothing is read from the pattern, so that it is always tried.
      guard let pattern = try? Pattern(text), let plain = try? Pattern("(?=)(?:\(text))") else { continue }
      #expect(plain.needed.isEmpty)
      for _ in 0..<10 {
        let subject = (0..<Int.random(in: 0...5, using: &random)).map { _ in
          Self.words[Int.random(in: 0..<Self.words.count, using: &random)]
        }.joined()
        #expect(pattern.matches(subject) == plain.matches(subject), "\(text) on \(subject)")
        if !TextMarks(of: subject).hold(pattern.needed) { refused += 1 }
      }
    }
    #expect(refused > 1_000)
  }

  @Test(
    "what a pattern needs tells texts apart",
    arguments: [
      ("^C4[0-9]? .*45[0-4] Ltd$", "C4 Customer 12451 Ltd", "C5 Customer 12451 Ltd"),
      ("^Send", "Send mail", "Resend"), ("Ltd$", "Quote Ltd", "Quote Inc"), ("nvoi", "Invoice", "Involve"),
    ])
  func tells(pattern: String, fits: String, lacks: String) throws {
    let needed = try Pattern(pattern).needed
    #expect(TextMarks(of: fits).hold(needed))
    #expect(!TextMarks(of: lacks).hold(needed))
  }

  @Test("a text over the limit has all marks, so that its pattern gives up")
  func longText() throws {
    let pattern = try Pattern("^ab")
    #expect(pattern.matches(String(repeating: "x", count: Pattern.longestSubject)) == .noMatch)
    #expect(pattern.matches(String(repeating: "x", count: Pattern.longestSubject + 1)) == .gaveUp)
  }
}

/// Numbers that are the same in every run.
private struct FixedNumbers: RandomNumberGenerator {
  var state: UInt64 = 1

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 29
  }
}
