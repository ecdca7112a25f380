import Engine
import GeoTareas
import JSON
import Records
import Rules
import Testing

@Suite("Contract 9: limits")
struct Contract9LimitTests {
  private func foreman(_ limit: String, _ tasks: [APITask], poll: Duration = .seconds(300)) throws -> Foreman {
    let then = "{ complete: { result: ok, captured_data: { total: { from: Quote.total, as: decimal } } } }"
    let rule = "  - { id: r, stage: live, when: { workflow: Quote }, then: \(then), limit: \(limit) }\n"
    return Foreman(try Tenant("rules:\n" + rule).rules, tasks, at: "2026-03-09T09:00", pollEvery: poll)
  }

  private func quotes(_ totals: String...) -> [APITask] {
    totals.enumerated().map { quote(1001 + $0.offset, $0.element) }
  }

  private func quote(_ id: Int, _ total: String = "1.00") -> APITask {
    APITask("\(id)").captured(["total": .string(total)]).field("total")
  }

  private func many(_ count: Int) -> [APITask] { (1...count).map { quote(1000 + $0) } }

  @Test("per_cycle")
  func perCycle() throws {
    var foreman = try foreman("{ per_cycle: 2 }", many(5))
    var counts: [Int] = []
    for _ in 0..<3 {
      foreman.run(290)
      counts.append(foreman.sent.count)
      foreman.run(20)
    }
    #expect(counts == [2, 4, 5])
  }

  @Test("per_hour")
  func perHour() throws {
    var foreman = try foreman("{ per_hour: 2 }", many(5))
    foreman.run(until: "2026-03-09T09:59")
    #expect(foreman.sent.count == 2)
    foreman.run(until: "2026-03-09T10:59")
    #expect(foreman.sent.count == 4)
  }

  @Test("per_day")
  func perDay() throws {
    var foreman = try foreman("{ per_day: 3 }", many(5), poll: .seconds(900))
    foreman.run(until: "2026-03-10T08:45")
    #expect(foreman.sent.count == 3)
    foreman.run(until: "2026-03-10T09:45")
    #expect(foreman.sent.count == 5)
  }

  @Test("share: of the tasks seen in the rule's workflow and step in a cycle")
  func share() throws {
    let elsewhere = (1...20).map { APITask("\(3000 + $0)", ["step_name": "Other", "workflow_name": "Other"]) }
    var foreman = try foreman("{ share: 30% }", many(10) + elsewhere)
    foreman.run(290)
    #expect(foreman.sent.count == 3)
    // One is always allowed.
    foreman = try self.foreman("{ share: 30% }", many(2))
    foreman.run(290)
    #expect(foreman.sent.count == 1)
  }

  @Test("sum_per_day: { of, at_most }, to the cent")
  func sumPerDay() throws {
    let limit = "{ sum_per_day: { of: total, at_most: \"100.00\" } }"
    var foreman = try foreman(limit, quotes("60.00", "40.00", "0.01"), poll: .seconds(900))
    foreman.run(until: "2026-03-10T08:45")
    #expect(foreman.sent.map { $0.prefix(4) } == ["1001", "1002"])
    foreman.run(until: "2026-03-10T09:45")
    #expect(foreman.sent.count == 3)
    foreman = try self.foreman(limit, quotes("60.00", "40.01", "39.99"))
    foreman.run(3_600)
    #expect(foreman.sent.map { $0.prefix(4) } == ["1001", "1003"])
  }

  @Test("sum_per_day is of a captured field that is a number", arguments: ["other", "remark"])
  func wrongSum(field: String) throws {
    let text = """
      rules:
        - id: r
          when: { workflow: Quote }
          then: { complete: { result: ok, captured_data: { remark: { text: x } } } }
          limit: { sum_per_day: { of: \(field), at_most: "1" } }

      """
    #expect(try Tenant(text).errors.count == 1)
  }

  @Test("a limit trips before the action and says so")
  func saysSo() throws {
    var foreman = try foreman("{ per_day: 1 }", many(3))
    foreman.run(300)
    #expect(foreman.sent.count == 1 && foreman.count(.detail) == 3)
    // Once, also where the tasks behind it are read anew from time to time.
    foreman.run(3_300)
    #expect(
      foreman.said(.decisionCapped) == [
        "acme: r has reached its limit (1 per day); the rest of its tasks wait"
      ])
    #expect(foreman.tasks.values.count { $0["status"] == "PENDING" } == 2)
  }

  @Test("a live rule without a limit is a check warning")
  func noLimit() throws {
    func said(_ more: String, _ shared: String = "") throws -> [String] {
      let rule = "  - { id: r, when: { workflow: Quote }, then: { complete: { result: ok } }\(more) }\n"
      return try Tenant(shared + "rules:\n" + rule).warnings
    }
    #expect(try said(", stage: live") == ["live rule 'r' has no limit; add 'limit' to it, or to 'defaults'"])
    #expect(try said(", stage: live, limit: { per_day: 5 }") == [])
    #expect(try said(", stage: live", "defaults: { limit: { per_day: 5 } }\n") == [])
    #expect(try said("") == [])
  }
}
