import Foundation
import RuleFiles
import Rules
import Testing
import YAML

/// The text that is kept of a rule.
@Suite("The text of a rule") struct RuleTextTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test("the text of every shipped rule is a rule file of its own, with a rule of the same meaning")
  func shipped() throws {
    let shipped = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../rules")
      .standardizedFileURL
    let rules = try #require(RuleSetLoader().load([shipped.path]).value).rules
    #expect(rules.count > 5)
    for rule in rules {
      try folder.write("alone.yaml", rule.source.text)
      let loaded = RuleSetLoader().load(["\(folder.path)/alone.yaml"])
      let alone = try #require(loaded.value, "\(loaded.diagnostics.rendered())\n\(rule.source.text)")
      #expect(alone.rules.map(\.id) == [rule.id])
      #expect(alone.rules.map(\.fingerprint) == [rule.fingerprint], "\(rule.source.text)")
    }
  }

  @Test("it has the rule's own lines, the defaults, and what the rule names, also by another name; nothing else")
  func exact() throws {
    try folder.write(
      "a.yaml",
      """
      schema: 1
      defaults: { stage: shadow }
      facts:
        urgent: { escalated: true }
        # for both
        pressing:
          any_of:
            - urgent
            - { overdue: true }
        unused: { escalated: false }
      rules:
        # the first
        - id: first
          when:
            workflow: Quote
            all_of: [pressing]   # the fact above
          then: { complete: { result: sent } }

        # the second
        - { id: second, when: { workflow: Quote },
            then: { complete: { result: closed } } }

      """)
    let rules = try #require(RuleSetLoader().load(["\(folder.path)/a.yaml"]).value).rules
    #expect(
      rules.first?.source.text == """
        schema: 1
        defaults: { stage: shadow }
        facts:
          urgent: { escalated: true }
          pressing:
            any_of:
              - urgent
              - { overdue: true }
        rules:
          - id: first
            when:
              workflow: Quote
              all_of: [pressing]   # the fact above
            then: { complete: { result: sent } }

        """)
    #expect(
      rules.last?.source.text == """
        schema: 1
        defaults: { stage: shadow }
        rules:
          - { id: second, when: { workflow: Quote },
              then: { complete: { result: closed } } }

        """)
  }
}
