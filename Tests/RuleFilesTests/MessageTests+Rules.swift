extension MessageTests {
  static let rules = quotes + blanks + shapes + keys + values + habits

  private static let then = "    then: { complete: { result: x } }\n"

  /// Quotes of word processors.
  private static let quotes: [Case] = [
    Case(
      name: "a result", text: rule(then: "{ complete: { result: “sent” } }"),
      said: [
        "5:33: error: typographic quotes (U+201C, U+201D) do not quote, they become part of the text; write \"sent\", "
          + "or \"“sent”\" if they are meant"
      ]),
    Case(
      name: "an id", text: rule(when: "{ entity_id: “738291047382910473” }"),
      said: [
        "4:24: error: typographic quotes (U+201C, U+201D) do not quote, they become part of the text; write "
          + "\"738291047382910473\", or \"“738291047382910473”\" if they are meant"
      ]),
    Case(
      name: "a key", text: rule(when: "{ «step»: A }"),
      said: [
        "4:13: error: typographic quotes (U+00AB, U+00BB) do not quote, they become part of the text; write \"step\", "
          + "or \"«step»\" if they are meant"
      ]),
    Case(
      name: "one of two", text: rule(when: "{ step: “A }"),
      said: [
        "4:19: error: typographic quotes (U+201C) do not quote, they become part of the text; write straight ones (\")"
      ]),
    Case(
      name: "within a name", text: rule(when: "{ step: Say “hello” }"),
      said: [
        "4:23: warning: a typographic quote (U+201C) stands in the name 'Say “hello”'; write a straight one, unless the "
          + "tenant has it so"
      ]),
    Case(name: "an apostrophe is none", text: rule(when: "{ step: [’t Hooft’s step, ‘tis] }"), said: []),
    Case(name: "a part of a text", text: rule(extra: "    title: “Norte” y sur\n"), said: []),
  ]

  /// Blanks and letters that look like others.
  private static let blanks: [Case] = [
    Case(
      name: "no-break space in the indentation",
      text: "schema: 1\nrules:\n  - id: one\n   \u{A0}when: { step: A }\n\(then)",
      said: ["4:4: error: a no-break space (U+00A0) stands where a space must; write a space"]),
    Case(
      name: "no-break space behind a colon", text: rule(when: "\u{A0}{ step: A }"),
      said: ["4:11: error: a no-break space (U+00A0) stands where a space must; write a space"]),
    Case(
      name: "no-break space instead of the only space", text: rule(when: "{ step:\u{A0}A }"),
      said: ["4:18: error: a no-break space (U+00A0) stands where a space must; write a space"]),
    Case(
      name: "no-break spaces in braces", text: rule(when: "{\u{202F}step: A\u{202F}}"),
      said: ["4:12: error: a narrow no-break space (U+202F) stands where a space must; write a space"]),
    Case(
      name: "zero-width space before a key",
      text: "schema: 1\nrules:\n  - id: one\n    \u{200B}when: { step: A }\n\(then)",
      said: ["4:5: error: a zero-width space (U+200B) stands where nothing may; remove it, or write a space"]),
    Case(
      name: "a dash of a word processor",
      text: "schema: 1\nrules:\n  – id: one\n    when: { step: A }\n\(then)",
      said: ["3:3: error: an en dash (U+2013) stands where '-' must; write '- '"]),
    Case(
      name: "a Cyrillic letter in a key", text: rule(when: "{ \u{455}tep: A }"),
      said: [
        "4:13: error: key '\u{455}tep' in 'when' holds a letter of another alphabet that looks like 's' (U+0455); write "
          + "'step'"
      ]),
    Case(
      name: "no-break space in a name", text: rule(when: "{ step: Send\u{A0}Mail }"),
      said: [
        "4:23: warning: a no-break space (U+00A0) stands in the name 'Send\u{A0}Mail'; write a space, unless the tenant "
          + "has it so"
      ]),
    Case(
      name: "two blanks in a name", text: rule(when: "{ workflow: [ A, \"B  C\" ] }"),
      said: [
        "4:30: warning: two blanks stand together in the name 'B  C'; write one, unless the tenant has it so"
      ]),
    Case(
      name: "a blank at the end of a result", text: rule(then: "{ complete: { result: \"x \" } }"),
      said: ["5:35: warning: a blank stands last in the name 'x '; write it without, unless the tenant has it so"]),
    Case(
      name: "in a text that is quoted, a comment or a block they are what they are",
      text: rule(
        then: "{ complete: { result: x, comment: \"a\u{A0}b\" } } #\u{A0}c",
        extra: "    note: |\n      a\n      \u{A0}  \u{A0}b\n"), said: []),
    Case(
      name: "within a text they are part of it, also behind a colon and where it goes on in the next line",
      text: rule(
        then: "{ complete: { result: x, comment: Precio:\u{A0}5 } }",
        extra: "    note: Prix\u{A0}:\u{A0}5\n      \u{A0}more\n      – and more\n"), said: []),
    Case(
      name: "an expression in a glob", text: rule(when: "{ step: { like: \"^Acme.*$\" } }"),
      said: [
        "4:27: warning: 'like' is a glob, and '^Acme.*$' looks like a regular expression; write matches: '^Acme.*$', or "
          + "like: \"Acme*\""
      ]),
    Case(
      name: "alternatives in a glob", text: rule(when: "{ step: { like: \"(Send|Mail) *\" } }"),
      said: [
        "4:27: warning: 'like' is a glob, and '(Send|Mail) *' looks like a regular expression; write matches: "
          + "'(Send|Mail) *'"
      ]),
    Case(
      name: "globs that are right",
      text: rule(when: "{ step: { like: [\"Acme S.A.*\", \"*US$\", \"*(key account)*\", \"[a-z]?\", \"a|b\"] } }"),
      said: []),
  ]

  /// Structure.
  private static let shapes: [Case] = [
    Case(
      name: "a missing dash",
      text: rule(extra: "    id: two\n    when: { step: B }\n\(then)"),
      said: [
        "6:5: error: key 'id' is given twice in one entry of the list; put '- ' before it if the next entry begins here"
      ]),
    Case(
      name: "a missing dash, where it should be",
      text: rule(extra: "  id: two\n    when: { step: B }\n\(then)"),
      said: [
        "6:3: error: expected '- ' here; put it before the next entry of the list, or indent the line as the entry above"
      ]),
    Case(
      name: "a colon in a text in braces", text: rule(then: "{ complete: { result: x, comment: Note: done by rule } }"),
      said: ["5:49: error: a text that holds ': ' needs quotes; write \"Note: done by rule\""]),
    Case(
      name: "a colon in a text", text: rule(extra: "    note: Beware: be quick # soon\n"),
      said: ["6:17: error: a text that holds ': ' needs quotes; write \"Beware: be quick\""]),
    Case(
      name: "a missing comma", text: rule(when: "{ workflow: New Account step: B }"),
      said: [
        "4:39: error: a text that holds ': ' needs quotes; write \"New Account step: B\", or put ',' before 'step' if "
          + "that is a key"
      ]),
    Case(
      name: "then is one level too deep",
      text: "schema: 1\nrules:\n  - id: one\n    when:\n      step: A\n      then:\n        complete: { result: x }\n",
      said: ["6:7: error: 'then' stands in 'when' and belongs to the rule; move it 2 blanks to the left"]),
    Case(
      name: "a limit within an action", text: rule(then: "{ complete: { result: x, limit: { per_day: 1 } } }"),
      said: ["5:36: error: 'limit' stands in 'complete' and belongs to the rule; close the braces before it"]),
    Case(
      name: "conditions and action are not indented",
      text:
        "schema: 1\nrules:\n  - id: one\n    when:\n    workflow: A\n    step: B\n    then:\n    complete: { result: x }\n",
      said: [
        "5:5: error: 'workflow' stands in a rule and belongs below 'when'; indent it and what follows it",
        "8:5: error: 'complete' stands in a rule and belongs below 'then'; indent it",
      ]),
    Case(
      name: "when is a list of maps", text: rule(when: "[ { step: A }, { escalated: true } ]"),
      said: [
        "4:11: error: expected a map of conditions in 'when', got a list; take the brackets away, or, where one of them "
          + "is enough, write { any_of: [ … ] }"
      ]),
    Case(
      name: "when and then have dashes",
      text: """
        schema: 1
        rules:
          - id: one
            when:
              - step: A
              - escalated: true
            then:
              - complete: { result: x }

        """,
      said: [
        "5:7: error: expected a map of conditions in 'when', got a list; take the dashes away, or, where one of them is "
          + "enough, write { any_of: [ … ] }",
        "8:7: error: expected a map with 'complete', 'reassign', got a list; take the dash away",
      ]),
    Case(
      name: "when is an expression", text: rule(when: "step == A"),
      said: [
        "4:11: error: expected a map of conditions in 'when', got the text 'step == A'; write for example { workflow: "
          + "NAME, step: NAME }; there are no expressions"
      ]),
    Case(
      name: "rules by id", text: "schema: 1\nrules:\n  send-welcome:\n    when: { step: A }\n\(then)",
      said: ["3:3: error: expected a list of rules, got a map; write - id: send-welcome"]),
    Case(
      name: "a single rule", text: "schema: 1\nrules:\n  id: one\n  when: { step: A }\n",
      said: ["3:3: error: expected a list of rules, got a map; put '- ' before its first key"]),
  ]
}
