import Testing
import YAML

@Suite struct RenderingTests {
  /// One error at a marker, rendered with its source.
  private func rendered(_ fixture: String, hiddenFrom column: Int? = nil) -> String {
    let marked = Marked(fixture)
    let mark = marked["①"] ?? Mark(file: "test.yaml")
    var source = SourceText(file: "test.yaml", bytes: Array(marked.text.utf8))
    if let column { source.hide(line: mark.line, from: column) }
    var store = SourceStore()
    store["test.yaml"] = source
    return store.illustrate([Diagnostic(.error, "no", at: mark)]).rendered()
  }

  @Test("the caret stands under the column, whatever stands before it")
  func caret() {
    #expect(rendered("a: ①b\n") == "test.yaml:1:4: error: no\na: b\n   ^\n")
    #expect(rendered("\ta:\t①b\n") == "test.yaml:1:5: error: no\n\ta:\tb\n\t  \t^\n")
    #expect(rendered("漢字: ①b\n") == "test.yaml:1:5: error: no\n漢字: b\n      ^\n")
    #expect(rendered("e\u{301}: ①b\n") == "test.yaml:1:5: error: no\ne\u{301}: b\n   ^\n")
    #expect(rendered("a: b①") == "test.yaml:1:5: error: no\na: b\n    ^\n")
  }

  @Test("lines end where libyaml ends them", arguments: ["\n", "\r", "\r\n", "\u{85}", "\u{2028}"])
  func lineBreaks(ending: String) {
    let text = "a: 1\(ending)\(ending)b: c\n"
    var store = SourceStore()
    store["test.yaml"] = SourceText(file: "test.yaml", bytes: Array(text.utf8))
    let shown = store.illustrate([Diagnostic(.error, "no", at: Mark(file: "test.yaml", line: 3, column: 4))])
    #expect(shown.rendered() == "test.yaml:3:4: error: no\nb: c\n   ^\n")
  }

  @Test("characters that could drive a terminal are replaced, in line, path and message")
  func control() {
    #expect(rendered("a\u{1B}[31m ①b\n") == "test.yaml:1:8: error: no\na\u{FFFD}[31m b\n       ^\n")
    let diagnostic = Diagnostic(.warning, "x\u{1B}\ny", at: Mark(file: "a\nb"))
    #expect(diagnostic.rendered() == "a\u{FFFD}b: warning: x\u{FFFD}\u{FFFD}y")
    #expect("a\u{202E}b".quotedForMessage == "'a\u{FFFD}b'")
    #expect("/a\u{202E}b".quotedPath == "'/a\u{FFFD}b'")
  }

  @Test(
    "a long text in a message is cut behind 60 characters, a path before its last 60 or, where it is named, nowhere")
  func quoting() {
    let text = String(repeating: "x", count: 61)
    #expect(text.quotedForMessage == "'\(text.dropLast())…'")
    #expect(String(text.dropLast()).quotedForMessage == "'\(text.dropLast())'")
    for start in ["/", "./", "../", "~/"] {
      let path = "\(start)\(text)/rules.yaml"
      #expect(path.quotedForMessage == "'…\(path.suffix(60))'")
      #expect(path.quotedPath == "'\(path)'")
    }
  }

  @Test("a long line is cut around the column")
  func long() {
    let lines = rendered(String(repeating: "x", count: 5000) + "①y" + String(repeating: "z", count: 5000))
      .split(separator: "\n")
    #expect(lines[1].count == 162)
    #expect(lines[1].hasPrefix("…x") && lines[1].hasSuffix("z…"))
    let column = lines[2].count - 1
    #expect(Array(lines[1])[column] == "y")
  }

  /// Lines that are wider than 40 columns, marked, and what is shown of them there.
  static let wide: [(fixture: String, shown: String)] = [
    ("a: ①b", "a: b\n   ^"),
    (
      "when: { step: ①one, workflow: two, entity_type: three }",
      "when: { step: one, workflow: two, entit…\n              ^"
    ),
    (
      "when: { step: one, workflow: two, entity_type: ①three }",
      "…ne, workflow: two, entity_type: three }\n                                 ^"
    ),
    ("漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢①漢漢", "…漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢\n                                   ^"),
  ]

  @Test("on a terminal a line is cut to its width, and the caret stands under its place", arguments: wide)
  func cut(fixture: String, shown: String) throws {
    let marked = Marked(fixture)
    let mark = try #require(marked["①"])
    var store = SourceStore()
    store["test.yaml"] = SourceText(file: "test.yaml", bytes: Array(marked.text.utf8))
    let message = String(repeating: "no ", count: 40)
    let diagnostic = try #require(store.illustrate([Diagnostic(.error, message, at: mark)]).first)
    let text = diagnostic.rendered(columns: 40)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    // The message is whole: the terminal breaks it.
    #expect(lines.count == 3 && lines[0].hasSuffix("error: \(message)"))
    #expect(lines[1...].joined(separator: "\n") == shown)
    #expect(diagnostic.rendered().contains("\n\(marked.text)\n"))
  }

  @Test("wherever the mistake is, and however wide the terminal, the caret is on it", arguments: [1, 20, 37, 80, 200])
  func anywhere(columns: Int) throws {
    let text = "\ta: é漢e\u{301}" + (0..<120).map { "\($0 % 10)漢" }.joined() + "\tend"
    let scalars = Array(text.unicodeScalars)
    var store = SourceStore()
    store["a"] = SourceText(file: "a", bytes: Array(text.utf8))
    for column in 1...(scalars.count + 1) {
      let mark = Mark(file: "a", line: 1, column: column)
      let shown = try #require(store.illustrate([Diagnostic(.error, "no", at: mark)]).first).rendered(columns: columns)
      let lines = shown.split(separator: "\n").map { Array($0.unicodeScalars) }
      #expect(lines.count == 3)
      var (place, width) = (0, 0)
      for scalar in lines[2].dropLast() { place = scalar == "\t" ? place / 8 * 8 + 8 : place + 1 }
      var found: Unicode.Scalar?
      for scalar in lines[1] {
        let wide = scalar == "\t" ? 8 - width % 8 : scalar == "漢" ? 2 : scalar == "\u{301}" ? 0 : 1
        if width <= place, place < width + wide, found == nil { found = scalar }
        width += wide
      }
      #expect(width <= max(20, columns) && place < max(20, columns), "\(column)")
      let wanted = column <= scalars.count ? scalars[column - 1] : nil
      let isSame = found == wanted || wanted == "\u{301}" || (wanted == "\t" && found == " ")
      #expect(isSame, "\(column): \(shown)")
    }
  }

  @Test("what is hidden is never shown; a caret behind it shows no line at all")
  func hidden() {
    #expect(rendered("p: ①hunter2 # x\n", hiddenFrom: 4) == "test.yaml:1:4: error: no\np: <hidden>\n   ^\n")
    #expect(rendered("p: hunter2 ①x\n", hiddenFrom: 4) == "test.yaml:1:12: error: no\n")
  }

  @Test("diagnostics are sorted by file, line and column, and each is given once")
  func order() {
    let marks = [("b", 1, 1), ("a", 2, 1), ("a", 1, 9), ("a", 1, 9), ("a", 0, 0)]
    let diagnostics = marks.map { Diagnostic(.error, "no", at: Mark(file: $0.0, line: $0.1, column: $0.2)) }
    let shown = SourceStore().illustrate(diagnostics).map(\.mark.description)
    #expect(shown == ["a", "a:1:9", "a:2:1", "b:1:1"])
  }

  @Test("of very many remarks on a file the first hundred are given and the others counted")
  func many() {
    let diagnostics = (1...250).map { Diagnostic(.error, "no", at: Mark(file: "a", line: $0, column: 1)) }
    let shown = SourceStore().illustrate(diagnostics)
    #expect(shown.count == 101)
    #expect(shown.last?.message == "150 more remarks on this file are not shown")
    #expect(shown.last?.severity == .error)
  }

  @Test("colour goes around the label and the caret only")
  func colour() {
    let diagnostic = Diagnostic(.error, "no", at: Mark(file: "a"), notes: [.init("here")])
    #expect(diagnostic.rendered(colour: true) == "a: \u{1B}[1;31merror:\u{1B}[0m no\n\u{1B}[1;36mnote:\u{1B}[0m here")
  }
}
