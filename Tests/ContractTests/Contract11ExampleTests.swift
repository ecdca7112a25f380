import Engine
import Foundation
import GeoTareas
import JSON
import Records
import RuleFiles
import Rules
import Testing
import YAML

@Suite("Contract 11: the fuller example and the configuration")
struct Contract11ExampleTests {
  private static let ana = "104233445566778899"
  private static let luis = "107711223344556677"

  /// The example with its first rule acting on all instances, as it would after the canary.
  private func live() throws -> RuleSet {
    try Tenant(Example.fuller.replacing("stage: canary", with: "stage: live")).rules
  }

  private func quote(_ total: String, _ id: String = "1001") -> APITask {
    APITask(id).captured(["total": .string(total)]).field("approved_total", required: true).field("remark")
  }

  private func collection(_ id: String = "2001", _ changes: [String: JSONValue] = ["escalated": true]) -> APITask {
    APITask(id, changes.merging(["workflow_name": "Collections"]) { first, _ in first })
  }

  @Test("the fuller example loads without a remark")
  func loads() throws {
    let loaded = try Tenant(Example.fuller, day: "2026-03-09")
    #expect(loaded.loaded.diagnostics.isEmpty)
    #expect(try loaded.rules.rules.map(\.id) == ["approve-small-quote", "overdue-collections"])
  }

  @Test(
    "an amount at the limit is approved with its own digits, one cent past it is not",
    arguments: [("5000.00", true), ("5000.01", false), ("4300.50", true), ("0.00", true)])
  func amounts(total: String, isSent: Bool) throws {
    var foreman = Foreman(try live(), [quote(total)])
    foreman.run(120)
    let payload =
      "1001 {\"result_code\":\"approved\",\"captured_data\":{\"approved_total\":\"\(total)\","
      + "\"remark\":\"Approved automatically for Acme Corp\"}}"
    #expect(foreman.sent == (isSent ? [payload] : []))
  }

  @Test("not before four open hours have passed, and not from the auditors")
  func ageAndAudit() throws {
    let tenant = try Tenant(Example.fuller)
    // From 9:00 on, with the hour from 13:00 left out, four open hours are over at 13:00.
    #expect(try tenant.taker(of: quote("1.00"), at: "2026-03-09T12:59") == nil)
    #expect(try tenant.taker(of: quote("1.00"), at: "2026-03-09T13:00") == "approve-small-quote")
    let group = "assigned_to_group"
    #expect(try tenant.taker(of: quote("1.00").held(by: "Audit", as: group)) == nil)
    #expect(try tenant.taker(of: quote("1.00").held(by: "Back Office", as: group)) == "approve-small-quote")
    #expect(try tenant.taker(of: quote("1.00").without(group)) == nil)
  }

  @Test("the day's sum is held to the cent, and a rule's limit stands beside those of the defaults")
  func sum() throws {
    let tasks = (0..<13).map { quote($0 == 12 ? "0.01" : "5000.00", "\(1001 + $0)") }
    var foreman = Foreman(try live(), tasks)
    foreman.run(7_200)
    #expect(foreman.sent.count == 12)
    #expect(foreman.said(.decisionCapped).count == 1)
    let limit = try live().rules.first?.safeguards.limit
    #expect(limit?.perCycle == 20 && limit?.perDay == 40)
  }

  @Test("the canary acts on a share of the instances and is a shadow on the rest")
  func canary() throws {
    let tasks = (0..<20).map { quote("10.00", "\(1001 + $0)") }
    let rules = try Tenant(Example.fuller).rules
    let chosen = tasks.filter { rules.rules[0].isInCanary(instance: "7\($0.id)") }
    var foreman = Foreman(rules, tasks)
    foreman.run(1_200)
    #expect(foreman.sent.count == chosen.count && foreman.said(.decisionShadow).count == 20 - chosen.count)
  }

  @Test("collections: escalated, or overdue by a working day, while the office is open")
  func collections() throws {
    var foreman = Foreman(try live(), [collection()])
    foreman.run(120)
    #expect(foreman.sent == ["2001 {\"assign_to_user_id\":\"\(Self.ana)\"}"])
    let tenant = try Tenant(Example.fuller)
    let late = collection("2001", ["due_date": "2026-03-06T17:00:00"])
    #expect(try tenant.taker(of: late, at: "2026-03-09T16:59") == nil)
    #expect(try tenant.taker(of: late, at: "2026-03-09T17:00") == "overdue-collections")
    foreman = Foreman(try live(), [collection()], at: "2026-03-09T13:00")
    foreman.run(3_500)
    #expect(foreman.sent.isEmpty)
    foreman.run(300)
    #expect(foreman.sent.count == 1)
  }

  @Test("the pool: the least loaded for each share, not who has it, not who is away, one person an instance")
  func pool() throws {
    let tasks = (0..<6).map { collection("\(2001 + $0)") }
    var foreman = Foreman(try live(), tasks)
    foreman.run(600)
    #expect(foreman.recipients.count { $0 == Self.luis } == 4 && foreman.recipients.count == 6)
    foreman = Foreman(try live(), [collection().held(by: "Ana", id: Self.ana)])
    foreman.run(120)
    #expect(foreman.recipients == [Self.luis])
    foreman = Foreman(try live(), tasks, at: "2026-08-14T15:00")
    foreman.run(600)
    #expect(foreman.recipients == Array(repeating: Self.ana, count: 6))
    foreman = Foreman(try live(), tasks.map { $0.with("instance_id", "9") })
    foreman.run(600)
    #expect(foreman.recipients == Array(repeating: Self.ana, count: 6))
    // Ana has it, Luis is away: the group steps in.
    foreman = Foreman(try live(), [collection().held(by: "Ana", id: Self.ana)], at: "2026-08-14T15:00")
    foreman.run(120)
    #expect(foreman.recipients == ["310000000000000001"])
  }

  @Test("the example configuration loads, with its rules beside it")
  func configuration() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "contract-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder.appending(path: "rules"), withIntermediateDirectories: true)
    let file = folder.appending(path: "config.yaml")
    try Data(Example.configuration.utf8).write(to: file)
    try Data(Example.smallest.utf8).write(to: folder.appending(path: "rules/10.yaml"))
    let loaded = ConfigurationLoader().load(file.path)
    #expect(loaded.diagnostics.filter { !$0.message.contains("has no limit") }.map(\.message) == [])
    let value = try #require(loaded.value)
    let tenant = try #require(value.configuration.tenants.first)
    #expect(tenant.name == "acme" && tenant.tenant == "acme.geotareas.com")
    var limits = LimitSettings()
    (limits.reads, limits.writes) = (.separate, .separate)
    #expect(tenant.poll == PollSettings() && tenant.limits == limits && tenant.http == HTTPSettings())
    #expect(value.configuration.log == LogSettings() && value.configuration.state == "/var/lib/capataz")
    #expect(value.rules["acme"]?.rules.map(\.id) == ["send-welcome"])
  }
}
