import Foundation

/// The configuration of a daemon with many tenants, and two sets of rules that they share.
struct ManyTenants {
  var load: TenantsBenchmark.Load
  var url: String

  func write(with tools: Toolbox) throws {
    try tools.write(
      rules(action: "reassign: { group: \"293847102938471031\" }", isLive: true), to: "writing/rules.yaml")
    try tools.write(rules(action: "complete: { result: done }", isLive: false), to: "watching/rules.yaml")
    try tools.write(configuration, to: "config.yaml")
  }

  private var configuration: String {
    var text = """
      schema: 1
      state: state
      log: { level: notice, format: json }
      tenants:

      """
    for number in 1...load.tenants {
      let isWriting = load.writingEvery > 0 && number % load.writingEvery == 0
      text += """
          t\(number):
            url: \(url)
            tenant: t\(number)
            timezone: America/Guayaquil
            credentials: { email: robot@acme.example, password: { file: password }, api_key: { file: api-key } }
            rules: [\(isWriting ? "writing" : "watching")]
            poll: { every: \(Int(TenantsBenchmark.every))s, overdue: false }

        """
    }
    return text
  }

  /// Rules that ask about names, times and flags of every task; only the last one of a writing set ever matches.
  private func rules(action: String, isLive: Bool) -> String {
    var text = "schema: 1\nrules:\n"
    let workflows = ["Stock Count", "Quote", "Collections", "Onboarding", "Returns"]
    for number in 1..<max(2, load.rules) {
      let workflow = workflows[number % workflows.count]
      text += """
          - id: old-\(number)
            stage: live
            when: { workflow: { like: "\(workflow)*" }, age: { at_least: \(3_000 + number)d }, escalated: true }
            then: { \(action) }

        """
    }
    if isLive {
      text +=
        "  - id: every-task\n    stage: live\n    when: { any_of: [{ has_due_date: true }, { has_due_date: false }] }\n    then: { \(action) }\n"
    }
    return text
  }
}
