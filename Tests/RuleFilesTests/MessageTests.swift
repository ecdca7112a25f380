import Foundation
import RuleFiles
import Testing
import YAML

/// One mistake, one message: a file, and the whole list of what is said about it.
@Suite struct MessageTests {
  /// A wrong file.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String
    /// `line:column: message` of each, in the order in which they are shown.
    var said: [String]

    var testDescription: String { name }
  }

  private static func said(_ diagnostics: [Diagnostic]) -> [String] {
    diagnostics.map { "\($0.mark.line):\($0.mark.column): \($0.severity.rawValue): \($0.message)" }
  }

  @Test("each mistake in a rule file is one message that says what to do", arguments: rules)
  func wrongRules(one: Case) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a.yaml", one.text)
    let found = RuleSetLoader().load([path]).diagnostics
    #expect(Self.said(found) == one.said)
    // What is advised is a fix for programs, too.
    let without = ["this looks like ", "unknown key 'colour' ", "expected days "]
    for one in found where !without.contains(where: { one.message.hasPrefix($0) }) { #expect(one.fix != nil) }
  }

  @Test("each mistake in a configuration is one message that says what to do", arguments: configurations)
  func wrongConfigurations(one: Case) throws {
    let folder = try TemporaryFolder()
    try folder.write("rules.yaml", ruleFile("a"))
    let path = try folder.write("config.yaml", one.text)
    #expect(Self.said(ConfigurationLoader().load(path).diagnostics) == one.said)
  }

  @Test("each mistake in a file of rule tests is one message that says what to do", arguments: tests)
  func wrongTests(one: Case) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a.test.yaml", one.text)
    #expect(Self.said(RuleTests.run(paths: [path]).diagnostics) == one.said)
  }

  @Test("a text that may be a secret is in no message about its quotes or its colons")
  func secrets() throws {
    let folder = try TemporaryFolder()
    for secret in ["“hunter two”", "hunter: two"] {
      let text = Self.configuration().replacing("{ token: { env: T }", with: "{ token: \(secret)")
      let path = try folder.write("config.yaml", text)
      let shown = ConfigurationLoader().load(path).diagnostics
      #expect(!shown.isEmpty && !shown.rendered().contains("hunter"), "\(shown.rendered())")
    }
  }

  static func rule(
    when: String = "{ step: A }", then: String = "{ complete: { result: x } }", extra: String = ""
  ) -> String {
    "schema: 1\nrules:\n  - id: one\n    when: \(when)\n    then: \(then)\n\(extra)"
  }

  static func configuration(
    top: String = "", url: String = "https://a.b", zone: String = "UTC", rules: String = "    rules: [rules.yaml]",
    extra: String = ""
  ) -> String {
    """
    schema: 1
    \(top)tenants:
      a:
        url: \(url)
        timezone: \(zone)
        credentials: { token: { env: T }, api_key: { env: K } }
    \(rules)
    \(extra)
    """
  }
}
