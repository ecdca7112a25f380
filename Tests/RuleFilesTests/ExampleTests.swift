import Foundation
import RuleFiles
import Rules
import Testing
import YAML

@Suite struct ExampleTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  @Test("the example configuration and the rules it names load without a remark")
  func configuration() throws {
    let loaded = ConfigurationLoader().load("\(Self.root)/config.example.yaml")
    #expect(loaded.diagnostics.rendered() == "")
    let value = try #require(loaded.value)
    #expect(value.configuration.tenants.map(\.name) == ["acme"])
    #expect(value.rules["acme"] == RuleSetLoader().load(["\(Self.root)/rules"]).value)
  }

  @Test("the settings written in the example are the defaults")
  func defaults() throws {
    let loaded = ConfigurationLoader().load("\(Self.root)/config.example.yaml")
    let configuration = try #require(loaded.value).configuration
    let tenant = try #require(configuration.tenants.first)
    #expect(configuration.log == LogSettings())
    // But for the status that the example rules ask for besides.
    var poll = PollSettings()
    #expect(tenant.poll != poll)
    poll.statuses.append(.inProgress)
    #expect(tenant.poll == poll)
    // That they are written one by one says that they are counted one by one.
    var limits = LimitSettings()
    (limits.reads, limits.writes) = (.separate, .separate)
    #expect(tenant.limits == limits)
    #expect(tenant.http == HTTPSettings())
    #expect(tenant.rules == ["\(Self.root)/rules"])
  }

  @Test("the example rules stand in the order of their files")
  func order() throws {
    let set = try #require(RuleSetLoader().load(["\(Self.root)/rules"]).value)
    #expect(
      set.rules.map(\.id) == [
        "onboarding-escalated", "send-welcome", "review-welcome-package", "verify-contact-overdue",
        "welcome-after-rejection", "quote-overdue", "send-quote", "approve-small-quote", "approve-partner-quote",
        "share-out-approvals", "collections-urgent", "close-collection", "call-customer-in-progress", "share-out-calls",
        "no-answer", "promise-kept",
      ])
  }

  @Test("the vendor's example task is completed by the smallest rule")
  func smallest() throws {
    let set = try #require(RuleSetLoader().load(["\(Self.root)/rules"]).value)
    let task = TaskView(
      id: "674839201748392018", instanceID: "591847302948571634", workflow: .value("New Account Onboarding"),
      step: .value("Send Welcome Email"), status: .value("PENDING"), assignedUser: .none,
      assignedGroup: .value(Party(id: "293847102938471029", name: "Sales Team")), entityType: .value("CUENTA"),
      entityID: .value("738291047382910473"), entityLabel: .value("Acme Corp"),
      due: .value(Date(timeIntervalSince1970: 1000)), escalated: .value(false))
    let verdict = set.verdict(on: task, at: Date(timeIntervalSince1970: 0))
    let rule = set.rules[try #require(verdict.match)]
    #expect(rule.id == "send-welcome")
    #expect(rule.stage == .live)
    #expect(
      rule.action
        == .complete(
          Completion(
            result: "sent",
            capturedData: [
              CapturedField(name: "email_address", value: .literal(.text("contact@acme.com"))),
              CapturedField(name: "template", value: .literal(.text("Premium Welcome"))),
            ])))
  }
}
