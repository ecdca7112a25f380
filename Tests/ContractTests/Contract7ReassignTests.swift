import Engine
import GeoTareas
import JSON
import Records
import Rules
import Testing

@Suite("Contract 7: reassign")
struct Contract7ReassignTests {
  private func foreman(
    _ then: String, _ tasks: [APITask] = [APITask()], pool: String = "", at time: String = Clock.monday,
    more: String = ""
  ) throws -> Foreman {
    let pools = pool.isEmpty ? "" : "pools:\n  team: \(pool)\n"
    let rule = "  - { id: r, stage: live, when: { workflow: Quote }, then: { reassign: \(then) }\(more) }\n"
    var foreman = Foreman(try Tenant(pools + "rules:\n" + rule).rules, tasks, at: time)
    foreman.run(600)
    return foreman
  }

  private func tasks(_ count: Int) -> [APITask] { (1...count).map { APITask("\(1000 + $0)") } }

  private static let two = "{ pick: round_robin, members: [ { user: \"1\" }, { user: \"2\" } ] }"

  @Test("reassign: { user | group | pool, comment }")
  func targets() throws {
    #expect(try foreman("{ user: \"1\" }").sent == ["1001 {\"assign_to_user_id\":\"1\"}"])
    #expect(
      try foreman("{ group: \"3\", comment: Please. }").sent
        == ["1001 {\"assign_to_group_id\":\"3\",\"comment\":\"Please.\"}"])
    #expect(try foreman("{ pool: team }", pool: Self.two).sent == ["1001 {\"assign_to_user_id\":\"1\"}"])
    for then in ["{ user: \"1\", group: \"2\" }", "{ comment: x }", "{ user: 104233445566778899 }", "{ pool: tem }"] {
      #expect(try mistakes(then: "{ reassign: \(then) }").count == 1, "\(then)")
    }
  }

  @Test("not_to: current_assignee")
  func notToCurrent() throws {
    let mine = APITask().held(by: "One", id: "1")
    let then = "{ pool: team, not_to: current_assignee }"
    #expect(try foreman(then, [mine], pool: Self.two).recipients == ["2"])
    let alone = "{ pick: round_robin, members: [ { user: \"1\" } ] }"
    #expect(try foreman(then, [mine], pool: alone).sent.isEmpty)
    #expect(try foreman("{ user: \"1\", not_to: current_assignee }", [mine]).sent.isEmpty)
    #expect(try foreman("{ user: \"1\", not_to: current_assignee }").recipients == ["1"])
    #expect(try mistakes(then: "{ reassign: { user: \"1\", not_to: anybody } }").count == 1)
  }

  @Test("same_person_per: instance")
  func samePerson() throws {
    let tasks = [("1001", "71"), ("1002", "72"), ("1003", "71"), ("1004", "72"), ("1005", "73")].map { id, instance in
      APITask(id, ["instance_id": .string(instance)])
    }
    #expect(try foreman("{ pool: team }", tasks, pool: Self.two).recipients == ["1", "2", "1", "2", "1"])
    let three = "{ pick: round_robin, members: [ { user: \"1\" }, { user: \"2\" }, { user: \"3\" } ] }"
    #expect(
      try foreman("{ pool: team, same_person_per: instance }", tasks, pool: three).recipients
        == ["1", "2", "1", "2", "3"])
    #expect(try mistakes(then: "{ reassign: { user: \"1\", same_person_per: instance } }").count == 1)
  }

  @Test("pick: round_robin")
  func roundRobin() throws {
    #expect(try foreman("{ pool: team }", tasks(5), pool: Self.two).recipients == ["1", "2", "1", "2", "1"])
  }

  @Test("pick: least_loaded")
  func leastLoaded() throws {
    let busy = (1...3).map { APITask("\(2000 + $0)", ["workflow_name": "Other"]).held(by: "One", id: "1") }
    let pool = "{ pick: least_loaded, members: [ { user: \"1\" }, { user: \"2\" } ] }"
    #expect(try foreman("{ pool: team }", tasks(5) + busy, pool: pool).recipients == ["2", "2", "2", "1", "2"])
  }

  @Test("pick: weighted; members with weights")
  func weighted() throws {
    let pool = "{ pick: weighted, members: [ { user: \"1\", weight: 3 }, { user: \"2\" } ] }"
    let given = try foreman("{ pool: team }", tasks(40), pool: pool).recipients
    #expect(given.count == 40 && (29...31).contains(given.count { $0 == "1" }), "\(given.count { $0 == "1" })")
    // Not in a block: every eight hold two of the lighter one.
    for start in stride(from: 0, to: 40, by: 8) {
      #expect((1...3).contains(given[start..<start + 8].count { $0 == "2" }), "\(given)")
    }
  }

  @Test("weights count in least_loaded as well: loads for each share")
  func weightedLoads() throws {
    let pool = "{ pick: least_loaded, members: [ { user: \"1\", weight: 2 }, { user: \"2\" } ] }"
    let given = try foreman("{ pool: team }", tasks(9), pool: pool).recipients
    #expect(given.count { $0 == "1" } == 6 && given.count { $0 == "2" } == 3)
  }

  @Test("members with ids: users and groups")
  func groups() throws {
    let pool = "{ pick: round_robin, members: [ { user: \"1\", note: Ana }, { group: \"3\" } ] }"
    #expect(
      try foreman("{ pool: team }", tasks(2), pool: pool).sent
        == ["1001 {\"assign_to_user_id\":\"1\"}", "1002 {\"assign_to_group_id\":\"3\"}"])
  }

  @Test(
    "absences, both days inside, in the tenant's zone",
    arguments: [
      ("2026-03-08T23:58", "1"), ("2026-03-09T00:02", "2"), ("2026-03-10T23:40", "2"), ("2026-03-11T00:02", "1"),
      ("2026-03-24T12:00", "2"),
    ])
  func absences(time: String, recipient: String) throws {
    let pool =
      "{ pick: round_robin, members: [ { user: \"1\", away: [\"2026-03-09..2026-03-10\", \"2026-03-24\"] }, "
      + "{ user: \"2\" } ] }"
    let first = try foreman("{ pool: team }", pool: pool, at: time)
    #expect(first.recipients == [recipient])
  }

  @Test("max_open")
  func maxOpen() throws {
    let pool = "{ pick: round_robin, members: [ { user: \"1\", max_open: 1 }, { user: \"2\", max_open: 2 } ] }"
    var foreman = try foreman("{ pool: team }", tasks(5), pool: pool)
    #expect(foreman.recipients == ["1", "2", "2"])
    // A task less leaves room for one.
    foreman.tasks["1001"]?["status"] = "COMPLETED"
    foreman.run(300)
    #expect(foreman.recipients == ["1", "2", "2", "1"])
  }

  @Test("tie_break: longest_idle")
  func longestIdle() throws {
    func given(_ tie: String) throws -> [String] {
      let pool = "{ pick: least_loaded\(tie), members: [ { user: \"1\" }, { user: \"2\" }, { user: \"3\" } ] }"
      var foreman = try foreman("{ pool: team }", tasks(3), pool: pool)
      // Everybody is done; the next ones come one after the other, and each is done before the next.
      for id in ["2001", "2002"] {
        for task in foreman.tasks.keys { foreman.tasks[task]?["status"] = "COMPLETED" }
        foreman.run(120)
        foreman.tasks[id] = APITask(id)
        foreman.run(120)
      }
      return foreman.recipients
    }
    #expect(try given(", tie_break: longest_idle") == ["1", "2", "3", "1", "2"])
    #expect(try given("") == ["1", "2", "3", "1", "1"])
  }

  @Test("if_nobody")
  func ifNobody() throws {
    let members = "members: [ { user: \"1\", away: [\"2026-03-09\"] }, { user: \"2\", max_open: 1 } ]"
    let with = "{ pick: round_robin, \(members), if_nobody: { group: \"3\" } }"
    #expect(try foreman("{ pool: team }", tasks(3), pool: with).recipients == ["2", "3", "3"])
    let without = try foreman("{ pool: team }", tasks(2), pool: "{ pick: round_robin, \(members) }")
    #expect(without.recipients == ["2"])
    #expect(without.said(.decisionBlocked).first?.contains("1 is away, 2 is full") == true)
  }
}
