import Needs
import Patterns
import Testing

@Suite struct PatternTests {
  static let cases: [(pattern: String, text: String, answer: Pattern.Answer)] = [
    ("nvoi", "Invoice", .match), ("^Send", "Send mail", .match), ("^Send", "Resend", .noMatch),
    ("mail$", "Send mail", .match), ("mail$", "mail\n", .noMatch), ("^a$", "x\na\ny", .noMatch),
    ("(?m)^a$", "x\na\ny", .match), ("\\d{3}", "a123", .match), ("\\w+é", "Café", .match), ("^.$", "é", .match),
    ("(?i)ÉCOLE", "école", .match), ("École", "école", .noMatch), ("^\\p{Lu}", "Émile", .match), ("a|b", "", .noMatch),
    ("^$", "", .match), ("(\\w)\\1", "book", .match), ("^(?:ab)+$", String(repeating: "ab", count: 4_000), .match),
    ("^(?:\\w+ ?)+$", String(repeating: "word ", count: 1_000), .match),
  ]

  @Test("a pattern is looked for anywhere in the text unless it is anchored", arguments: cases)
  func matching(pattern: String, text: String, answer: Pattern.Answer) throws {
    #expect(try Pattern(pattern).matches(text) == answer)
  }

  static let mistakes: [(pattern: String, offset: Int, reason: String)] = [
    ("(ab", 3, "missing closing parenthesis"), ("a{2,1}", 5, "numbers out of order in {} quantifier"),
    ("[z-a]", 3, "range out of order in character class"), ("*", 0, "quantifier does not follow a repeatable item"),
    ("\\", 1, "\\ at end of pattern"), ("a\\X", 1, "\\X is not supported; write . for one character"),
    ("", 0, "the pattern is empty and would match any text"),
    (String(repeating: "a", count: 513), 512, "the pattern is longer than 512 bytes"),
  ]

  @Test("what is no pattern is refused with its place and the reason", arguments: mistakes)
  func refused(pattern: String, offset: Int, reason: String) {
    let error = #expect(throws: PatternError.self) { try Pattern(pattern) }
    #expect(error?.offset == offset)
    #expect(error?.reason == reason)
  }

  @Test("a single byte cannot be asked for")
  func backslashC() {
    #expect(throws: PatternError.self) { try Pattern("\\C") }
    #expect(throws: Never.self) { try Pattern("\\\\X") }
  }

  /// Patterns that take exponential, cubic or quadratic time where nothing stops them.
  static let hostile = [
    "(a+)+$", "(a|aa)+$", "(a*)*b", "(?:a|a)*[bc]", "a++[bc]", "[ab]++[cd]", "(?:[ab]++1|[ab]++2|[ab]++3|[ab]++4)",
    "[ab]{8000}[cd]", "(a*)\\1[bc]", "(?:\\w+\\s?)+!", "^(?=(a+))a*\\1[bc]", "(?=.*[bc])", "(((a?){10}){10}){2}[bc]",
    "(?R)?a", "(?:a(?=a*))+[bc]", "\\p{L}++\\d", "(?<!a{255})[bc]", ".*.*.*.*[bc]", ".*?.*?.*?[bc]",
  ]

  @Test("a hostile pattern on a long text gives an answer or gives up", .limit(minutes: 10), arguments: hostile)
  func bounded(pattern: String) throws {
    let pattern = try Pattern(pattern)
    for text in [String(repeating: "a", count: Pattern.longestSubject), String(repeating: "é", count: 8_192)] {
      let first = pattern.matches(text)
      #expect(pattern.matches(text) == first)
    }
  }

  @Test("a text over the limit is not tried")
  func longText() throws {
    let pattern = try Pattern("a")
    #expect(pattern.matches(String(repeating: "a", count: Pattern.longestSubject)) == .match)
    #expect(pattern.matches(String(repeating: "a", count: Pattern.longestSubject + 1)) == .gaveUp)
    #expect(pattern.matches(String(repeating: "a", count: 65_536)) == .gaveUp)
  }

  @Test("an exponential search gives up, and plain ones over the longest text do not")
  func limits() throws {
    let text = String(repeating: "a", count: Pattern.longestSubject - 1)
    #expect(try Pattern("(a+)+$").matches(text + "b") == .gaveUp)
    #expect(try Pattern("a*b").matches(text + "b") == .match)
    #expect(try Pattern("^.*b$").matches(text + "b") == .match)
    #expect(try Pattern("[0-9]{4}-[0-9]{2}").matches(text) == .noMatch)
    #expect(try Pattern("Invoice|Quote").matches(text) == .noMatch)
  }
}
