import Rules
import Testing

@Suite struct GlobTests {
  static let cases: [(pattern: String, text: String, matches: Bool)] = [
    ("Send *", "Send Welcome Email", true), ("Send *", "Send", false), ("Send*", "Send", true),
    ("*Email", "Send Welcome Email", true), ("*", "", true), ("?", "", false), ("?", "é", true),
    ("a*b*c", "aXbXc", true), ("a*b*c", "aXcXb", false), ("*a*a*", "a", false), ("**", "x", true),
    ("[a-c]x", "bx", true), ("[a-c]x", "dx", false), ("[!a-c]x", "dx", true), ("[!a-c]x", "ax", false),
    ("[-a]", "-", true), ("[a-]", "-", true), ("[\\]]", "]", true), ("[a!]", "!", true), ("[*?]", "*", true),
    ("\\*", "*", true), ("\\*", "x", false), ("\\\\", "\\", true), ("a\\?", "a?", true), ("]", "]", true),
    ("caf\u{E9}", "cafe\u{301}", true), ("cafe\u{301}*", "caf\u{E9}s", true), ("[é]", "e\u{301}", true),
    ("A", "a", false), ("a?c", "a\nc", true), ("??", "e\u{301}", false),
  ]

  @Test("a pattern takes the whole text or not", arguments: cases)
  func matching(pattern: String, text: String, matches: Bool) throws {
    #expect(try Glob(pattern).matches(text) == matches)
  }

  static let mistakes: [(pattern: String, error: GlobError)] = [
    ("", .empty), ("[", .unclosedSet(offset: 0)), ("a[b", .unclosedSet(offset: 1)), ("[]", .emptySet(offset: 0)),
    ("[!]", .emptySet(offset: 0)), ("x[z-a]", .reversedRange("z-a", offset: 2)), ("a\\", .trailingBackslash),
    ("[a\\", .unclosedSet(offset: 0)), ("[\\]", .unclosedSet(offset: 0)),
    (String(repeating: "é", count: 257), .tooLong(bytes: 514)),
  ]

  @Test("a wrong pattern is refused with its place", arguments: mistakes)
  func errors(pattern: String, error: GlobError) {
    #expect(throws: error) { try Glob(pattern) }
  }

  @Test("patterns that ruin a backtracking matcher are answered at once")
  func hostile() throws {
    let pattern = String(repeating: "*a", count: 250) + "*b"
    let text = String(repeating: "a", count: 16_384)
    #expect(try !Glob(pattern).matches(text))
    #expect(try Glob(pattern).matches(text + "b"))
  }

  @Test("small patterns and texts agree with a plain recursive matcher", arguments: [UInt64(1), 2, 3, 4])
  func agreement(seed: UInt64) throws {
    var random = SmallGenerator(state: seed)
    for _ in 0..<5000 {
      let pattern = String(
        (0..<Int.random(in: 1...7, using: &random)).map { _ in "ab*?*".randomElement(using: &random) ?? "a" })
      let text = String(
        (0..<Int.random(in: 0...8, using: &random)).map { _ in "abc".randomElement(using: &random) ?? "a" })
      let expected = plainMatch(Array(pattern)[...], Array(text)[...])
      #expect(try Glob(pattern).matches(text) == expected, "\(pattern) on \(text)")
    }
  }

  /// The definition, as directly as it can be written.
  private func plainMatch(_ pattern: ArraySlice<Character>, _ text: ArraySlice<Character>) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    if first == "*" {
      return plainMatch(pattern.dropFirst(), text) || (!text.isEmpty && plainMatch(pattern, text.dropFirst()))
    }
    guard let character = text.first, first == "?" || first == character else { return false }
    return plainMatch(pattern.dropFirst(), text.dropFirst())
  }
}

/// A generator with a seed, so that a failure can be repeated (splitmix64).
struct SmallGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
