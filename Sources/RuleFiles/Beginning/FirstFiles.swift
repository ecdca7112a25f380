/// The texts of a first configuration: settings, one rule that only watches, and its test.
///
/// The rule is that of the vendor's example, which fits the sandbox; a tenant has names of its own.
package struct FirstFiles: Sendable, Equatable {
  package var answers: FirstAnswers
  /// The state directory, as it stands in the file.
  package var state: String
  /// Where the secrets are, as it stands in the file.
  package var password: SecretSource
  package var apiKey: SecretSource
  /// The folder of the JSON Schemas, for editors; nil where there is none.
  package var schemas: String?

  package init(
    _ answers: FirstAnswers, state: String, password: SecretSource, apiKey: SecretSource, schemas: String?
  ) {
    self.answers = answers
    self.state = state
    self.password = password
    self.apiKey = apiKey
    self.schemas = schemas
  }

  /// The id of the one rule.
  package static let rule = "welcome-email"
  /// The names of the files beside the configuration.
  package static let ruleFile = "rules/first.yaml"
  package static let testFile = "rules/first.test.yaml"

  package var configuration: String {
    """
    \(modeline("config"))# Capataz reads this file at start and again at a reload. Every key is explained in capataz.yaml(5); `capataz check`
    # says what is wrong.
    schema: 1
    state: \(Self.quoted(state))
    tenants:
      \(answers.tenant):
        url: \(answers.url)
        timezone: \(answers.timezone)
        credentials:
          email: \(Self.quoted(answers.email))
          password: \(Self.reference(password))
          api_key: \(Self.reference(apiKey))
        rules: [rules]

    """
  }

  package var rules: String {
    """
    \(modeline("rules"))# One rule, as an example: it completes the step "Send Welcome Email". All that a rule can say: capataz-rules(5).
    # The names are those of the vendor's example. Those of your tenant, letter by letter: `capataz directory --forms`.
    schema: 1
    rules:
      - id: \(Self.rule)
        title: The welcome email is sent by the robot
        owner: operations                # who is named where a person must act
        stage: shadow                    # shadow only says what it would do; live does it
        when: { workflow: New Account Onboarding, step: Send Welcome Email, entity_type: CUENTA, escalated: false }
        then: { complete: { result: sent, captured_data: { email_address: contact@acme.com, template: Premium Welcome } } }
        limit: { per_hour: 5, per_day: 20 }   # whatever happens, no more than these

    """
  }

  package var tests: String {
    """
    \(modeline("test"))# Tests of the rule beside this file: `capataz test`. No network, and the clock says what the test says.
    schema: 1
    timezone: \(answers.timezone)
    at: "2026-03-17T10:00"
    fixtures:
      welcome:
        task: { workflow: New Account Onboarding, step: Send Welcome Email, entity_type: CUENTA, created: "2026-03-16T09:00" }
    tests:
      - name: the welcome email is sent
        given: welcome
        expect: { rule: \(Self.rule), complete: { result: sent } }
      - name: an escalated task is left to a person
        given: welcome
        with: { task.escalated: true }
        expect: { no_action: { near_miss: \(Self.rule), failed: escalated } }

    """
  }

  private func modeline(_ schema: String) -> String {
    schemas.map { "# yaml-language-server: $schema=\($0)/\(schema).json\n" } ?? ""
  }

  private static func reference(_ source: SecretSource) -> String {
    switch source {
    case .credential(let name): "{ credential: \(name) }"
    case .file(let path): "{ file: \(quoted(path)) }"
    case .env(let name): "{ env: \(name) }"
    }
  }

  /// The text as a scalar that every reader of YAML takes for this text.
  private static func quoted(_ text: String) -> String {
    let plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+@"
    let isPlain = text.allSatisfy(plain.contains) && text.contains { $0.isLetter } && text.first?.isLetter == true
    let isWord = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased())
    if (isPlain && !isWord) || (text.hasPrefix("/") && text.allSatisfy(plain.contains)) { return text }
    return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
