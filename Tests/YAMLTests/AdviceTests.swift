import Testing
import YAML

@Suite struct AdviceTests {
  @Test(
    "the advice in a message is its fix, and a message without one has none",
    arguments: [
      ("unknown key 'stp' in 'when'; did you mean 'step'?", "did you mean 'step'?"),
      ("the duration '30' has no unit; write 30s, or another of ms s m h d", "write 30s, or another of ms s m h d"),
      (
        "secret file 'x; y' has mode 0644, so that others can read it; run: chmod 0400 'x; y'", "run: chmod 0400 'x; y'"
      ),
      ("live rule 'a' has no limit; add 'limit' to it, or to 'defaults'", "add 'limit' to it, or to 'defaults'"),
      ("unknown pool 'x'; define it under 'pools'", "define it under 'pools'"),
      ("the file is larger than 1 MiB (2 bytes); split it", "split it"),
      ("the text is not UTF-8 from here; save the file as UTF-8", "save the file as UTF-8"),
      ("expected '- ' here; check the indentation", "check the indentation"),
      ("'then' stands in 'when'; move it 2 blanks to the left", "move it 2 blanks to the left"),
      ("'then' stands in 'when'; close the braces before it", "close the braces before it"),
      ("a user id is expected; copy the id from there", "copy the id from there"),
      ("the rule is checked; checked again", nil),
      ("unknown unit 'x'; expected one of ms s m h d", nil),
      ("write me down", nil),
    ] as [(String, String?)])
  func fix(message: String, fix: String?) {
    #expect(Diagnostic(.error, message, at: Mark(file: "a.yaml")).fix == fix)
  }

  @Test("the example of a lint is its witness; what has a place is none")
  func witness() {
    let mark = Mark(file: "a.yaml", line: 1, column: 1)
    let notes = [
      Diagnostic.Note("for example here", at: mark), Diagnostic.Note("for example step 'A', goes to rule 'b'"),
    ]
    #expect(Diagnostic(.warning, "m", at: mark, notes: notes).witness == "step 'A', goes to rule 'b'")
    #expect(Diagnostic(.warning, "m", at: mark, notes: [notes[0]]).witness == nil)
  }
}
