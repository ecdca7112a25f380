import Testing
import YAML

@Suite struct DocumentTests {
  /// A mistake, marked, and the start of what is said about it.
  static let mistakes: [(fixture: String, message: String)] = [
    ("a: ①*b\n", "an alias ('*') is not supported"),
    ("a: ①&b c\n", "an anchor ('&') is not supported"),
    ("a: ①!!str c\n", "a tag ('!') is not supported"),
    ("a: ①!own { b: c }\n", "a tag ('!') is not supported"),
    ("a: 1\n①<<: { b: c }\n", "a merge key ('<<') is not supported"),
    ("a: 1\nb: 2\n①a: 3\n", "key 'a' is given twice"),
    ("{ \"a\": 1, ①a: 3 }\n", "key 'a' is given twice"),
    ("é: 1\nñ: { x: 1, ①x: 2 }\n", "key 'x' is given twice"),
    ("a: 1\n①---\nb: 1\n", "a second document begins here"),
    ("①%YAML 1.2\n---\na: 1\n", "a directive is not needed"),
    ("a:①\tb\n", "a tab is not allowed here; use spaces"),
    ("a:\n①\tb: 1\n", "a tab is not allowed here; indent with spaces"),
    ("? ①[a]\n: b\n", "a key must be text"),
    ("?①\n: b\n", "a key is missing"),
    ("{ ①: b }\n", "expected a key or a value here"),
    ("a: ①@b\n", "this character cannot start a value"),
    ("a: b①: c\n", "a text that holds ': ' needs quotes; write \"b: c\""),
    ("a: b\n  c①: d\n", "':' is not expected here"),
    ("a: { b: c①: d }\n", "a text that holds ': ' needs quotes; write \"c: d\""),
    ("a: { b: c d①: e, f: g }\n", "a text that holds ': ' needs quotes; write \"c d: e\", or put ',' before 'd'"),
    ("- a: 1\n  b: 2\n  ①a: 3\n  b: 4\n", "key 'a' is given twice in one entry of the list; put '- ' before it"),
    ("- { a: 1, ①a: 3 }\n", "key 'a' is given twice; keep one"),
    ("a: ①“b”\n", "typographic quotes (U+201C, U+201D) do not quote"),
    ("a:①\u{A0}b\n", "a no-break space (U+00A0) stands where a space must"),
    ("a:\n①\u{3000} b: 1\n", "an ideographic space (U+3000) stands where a space must"),
    ("a:\n  ①\u{2060}b: 1\n", "a word joiner (U+2060) stands where nothing may"),
    ("a: 1\n①\u{A0}\nb: 1\n", "a no-break space (U+00A0) stands where a space must"),
    ("①— a: 1\n", "an em dash (U+2014) stands where '-' must"),
    ("a: \"①\u{0}\"\n", "a NUL byte is not allowed"),
    ("a: \"①\u{FEFF}\"\n", "a byte order mark (U+FEFF) is not allowed within the text"),
    ("a: [1, 2①}\n", "the list is not closed"),
    ("a: \"\\①q\"\n", "no such escape in double quotes"),
  ]

  @Test("a mistake is reported once, where it is", arguments: mistakes)
  func mistake(fixture: String, message: String) throws {
    let marked = Marked(fixture)
    let document = Document(marked.text)
    let only = try #require(document.diagnostics.first)
    #expect(document.diagnostics.count == 1)
    #expect(only.severity == .error)
    #expect(only.message.hasPrefix(message))
    // libyaml names the place just before an escape that it does not know, or just behind it.
    if !message.hasPrefix("no such escape") { #expect(only.mark == marked["①"]) }
  }

  @Test("all mistakes of a file are found in one run")
  func several() {
    let marked = Marked("a: ①*b\n②a: 1\nc: ③&d { e: 1, ④e: 2, ⑤<<: x }\nf: ⑥!!int 1\n")
    let document = Document(marked.text)
    #expect(document.diagnostics.map(\.mark) == ["①", "②", "③", "④", "⑤", "⑥"].map { marked[$0] })
  }

  @Test("a key given twice names the place of the first")
  func duplicate() throws {
    let marked = Marked("x:\n  ①name: 1\n  other: 2\n  ②name: 3\n")
    let diagnostic = try #require(Document(marked.text).diagnostics.first)
    #expect(diagnostic.mark == marked["②"])
    #expect(diagnostic.notes == [Diagnostic.Note("first defined here", at: marked["①"])])
  }

  @Test("what libyaml was reading becomes a note where it began on another line")
  func context() throws {
    let marked = Marked("a: ①[1, 2\nb: 3\n")
    let diagnostic = try #require(Document(marked.text).diagnostics.first)
    #expect(diagnostic.notes.first?.mark == marked["①"])
    #expect(diagnostic.notes.first?.message == "while parsing a flow sequence")
  }

  @Test("text that is not UTF-8 is refused at its first bad byte")
  func encoding() {
    let source = SourceText(file: "test.yaml", bytes: Array("a: é\r\nb: ñ".utf8) + [0xC3, 0x28])
    let diagnostics = Document(parsing: source).diagnostics
    #expect(diagnostics.map(\.mark) == [Mark(file: "test.yaml", line: 2, column: 5)])
  }

  @Test("a byte order mark at the start is skipped and does not move the columns")
  func byteOrderMark() throws {
    let document = Document("\u{FEFF}a: *b\n")
    #expect(document.diagnostics.map(\.mark) == [Mark(file: "test.yaml", line: 1, column: 4)])
  }

  @Test("32 levels are read, 33 are refused", arguments: [(32, 0), (33, 1), (20_000, 1), (500_000, 1)])
  func depth(levels: Int, expected: Int) {
    let text = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
    let diagnostics = Document(text).diagnostics
    #expect(diagnostics.count == expected)
    #expect(diagnostics.allSatisfy { $0.message == "nested too deeply; expected at most 32 levels" })
    #expect(diagnostics.allSatisfy { $0.mark.column == 33 })
  }

  @Test("1 MiB is read, one byte more is refused", arguments: [(1 << 20, 0), ((1 << 20) + 1, 1)])
  func size(bytes: Int, expected: Int) {
    let text = "a: " + String(repeating: "x", count: bytes - 3)
    #expect(Document(text).diagnostics.count == expected)
  }

  @Test("an alias bomb is refused at its first anchor and never unfolded")
  func bomb() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<30 {
      let previous = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(previous)]\n"
    }
    let diagnostics = Document(text).diagnostics
    #expect(diagnostics.first?.mark == Mark(file: "test.yaml", line: 1, column: 5))
    #expect(diagnostics.count == 30 + 29 * 9)
  }

  @Test(
    "a mebibyte of nonsense ends with an error",
    arguments: ["{", "- ", "a: ", "? ", "\"", "&a ", "%", "a:\n", "[a,", "!", "| ", "\t", "'a: ", "#\u{85}", ": :"])
  func nonsense(piece: String) {
    let text = String(repeating: piece, count: (1 << 20) / piece.utf8.count)
    let document = Document(text)
    #expect(document.diagnostics.hasErrors || (document.root == nil && piece.hasPrefix("#")))
  }

  @Test(
    "a file with nothing but comments has no tree and no mistake", arguments: ["", "\n", "# only this\n", "\u{FEFF}"])
  func empty(text: String) {
    let document = Document(text)
    #expect(document.root == nil)
    #expect(document.diagnostics.isEmpty)
  }

  @Test("nodes know where they begin, counted in scalars, and whether they were quoted")
  func positions() throws {
    let marked = Marked("ключ: { ①\"e\u{301}\": ②[ ③1, ④'1' ] }\n")
    guard case .mapping(let outer)? = Document(marked.text).root?.content, let first = outer.first,
      case .mapping(let inner) = first.value.content, let entry = inner.first,
      case .sequence(let items) = entry.value.content
    else {
      Issue.record("not the tree that was written")
      return
    }
    #expect(first.key.mark == Mark(file: "test.yaml", line: 1, column: 1))
    #expect(entry.key.mark == marked["①"])
    #expect(entry.value.mark == marked["②"])
    #expect(items.map(\.mark) == [marked["③"], marked["④"]])
    #expect(
      items.map(\.content) == [.scalar(Scalar("1", style: .plain)), .scalar(Scalar("1", style: .quoted))])
  }
}
