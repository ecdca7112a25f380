import Engine
import GeoTareas
import JSON
import Records
import Rules
import Testing

@Suite("Contract 8: around the action")
struct Contract8AroundTests {
  private func tenant(_ more: String, then: String = "{ reassign: { user: \"1\" } }", shared: String = "") throws
    -> Tenant
  {
    try Tenant(shared + "rules:\n  - { id: r, when: { workflow: Quote }, then: \(then)\(more) }\n")
  }

  /// How often a rule with these safeguards hands the task back, which somebody else takes every time, by when.
  private func times(_ more: String, until: [String], shared: String = "") throws -> [Int] {
    var foreman = Foreman(
      try tenant(", stage: live" + more, shared: shared).rules, [APITask()], pollEvery: .seconds(300))
    var counts: [Int] = []
    for time in until {
      foreman.run(until: time)
      counts.append(foreman.sent.count)
      foreman.tasks["1001"] = APITask().held(by: "Somebody \(counts.count)", id: "9\(counts.count)")
    }
    return counts
  }

  @Test("stage: shadow decides and logs, never writes; it is the default, else that of defaults")
  func shadow() throws {
    for text in [try tenant(", stage: shadow"), try tenant("")] {
      var foreman = Foreman(try text.rules, [APITask()])
      foreman.run(300)
      #expect(foreman.sent.isEmpty && foreman.decisions.map(\.kind) == [.shadow])
      #expect(
        foreman.said(.decisionShadow) == [
          "acme: r would reassign task 1001 (Acme Corp, Approve) to user 1 (stage shadow: nothing is sent)"
        ])
    }
    #expect(try tenant("", shared: "defaults: { stage: live }\n").rules.rules.map(\.stage) == [.live])
    #expect(try tenant(", stage: shadow", shared: "defaults: { stage: live }\n").rules.rules.map(\.stage) == [.shadow])
    #expect(try tenant(", stage: off").errors.count == 1)
  }

  @Test("stage: live acts")
  func live() throws {
    var foreman = Foreman(try tenant(", stage: live").rules, [APITask()])
    foreman.run(60)
    #expect(foreman.sent.count == 1 && foreman.said(.decisionShadow).isEmpty)
  }

  @Test("stage: canary: { share: 10% } by hash of the instance id")
  func canary() throws {
    let rules = try tenant(", stage: canary, canary: { share: 10% }").rules
    let tasks = (1...200).map { APITask("\(1000 + $0)", ["instance_id": .string("8\($0)")]) }
    var foreman = Foreman(rules, tasks)
    foreman.run(3_600)
    #expect((8...36).contains(foreman.sent.count), "\(foreman.sent.count)")
    #expect(foreman.sent.count + foreman.said(.decisionShadow).count == 200)
    // The same instances again, whatever the task's id.
    let others = tasks.map { APITask("5" + $0.id, ["instance_id": $0["instance_id"] ?? .null]) }
    var again = Foreman(rules, others)
    again.run(3_600)
    #expect(Set(again.sent.map { $0.dropFirst() }) == Set(foreman.sent.map { Substring($0) }))
    #expect(try tenant(", stage: canary").errors.count == 1)
    #expect(try tenant(", stage: canary, canary: { share: 10 }").errors.count == 1)
  }

  @Test("cooldown")
  func cooldown() throws {
    #expect(
      try times(", cooldown: 4h", until: ["2026-03-09T15:40", "2026-03-09T19:29", "2026-03-09T19:40"]) == [1, 1, 2])
  }

  @Test("a cooldown of working time: 2bd are over on the second working day")
  func workingCooldown() throws {
    // The office is closed on Wednesday, so that two working days from Monday, 15:30 end on Thursday.
    let until = ["2026-03-09T15:40", "2026-03-11T16:00", "2026-03-12T15:25", "2026-03-12T15:40"]
    #expect(try times(", cooldown: 2bd", until: until, shared: office) == [1, 1, 1, 2])
    #expect(try tenant(", cooldown: 2bd").errors.count == 1)
  }

  @Test("max_hops")
  func maxHops() throws {
    let until = (0..<6).map { "2026-03-09T16:\($0)5" }
    #expect(try times(", max_hops: 2", until: until) == [1, 2, 2, 2, 2, 2])
  }

  @Test("after_human_touch: { leave_alone: 1bd }")
  func afterHumanTouch() throws {
    let rules = try tenant(", stage: live, after_human_touch: { leave_alone: 1bd }", shared: office).rules
    var foreman = Foreman(rules, [APITask()], pollEvery: .seconds(60))
    foreman.run(until: "2026-03-09T15:40")
    #expect(foreman.sent.count == 1)
    foreman.tasks["1001"] = APITask().held(by: "Pedro", id: "77")
    // A working day after Monday, 15:40, it is Tuesday, 15:40.
    foreman.run(until: "2026-03-10T15:39")
    #expect(foreman.sent.count == 1)
    foreman.run(until: "2026-03-10T15:43")
    #expect(foreman.sent.count == 2)
  }

  @Test("run_within: CALENDAR")
  func runWithin() throws {
    let rules = try tenant(", stage: live, run_within: office", shared: office).rules
    var foreman = Foreman(rules, [APITask()], at: "2026-03-06T17:59")
    foreman.run(30)
    #expect(foreman.sent.count == 1)
    foreman = Foreman(rules, [APITask()], at: "2026-03-06T18:00", pollEvery: .seconds(300))
    foreman.run(until: "2026-03-09T08:59")
    #expect(foreman.sent.isEmpty && foreman.count(.detail) == 0)
    foreman.run(until: "2026-03-09T09:01")
    #expect(foreman.sent.count == 1)
    #expect(try tenant(", run_within: offcie", shared: office).errors.first?.contains("'office'") == true)
  }

  @Test("title, owner, note")
  func words() throws {
    let rule = try #require(try tenant(", title: T, owner: O, note: N").rules.rules.first)
    #expect(rule.title == "T" && rule.owner == "O" && rule.note == "N")
    #expect(rule.fingerprint == (try tenant("").rules.rules.first?.fingerprint))
  }

  @Test("a rule's effect on a task is made once per episode: somebody else must have changed hands or state since")
  func oncePerEpisode() throws {
    var foreman = Foreman(try tenant(", stage: live").rules, [APITask()])
    foreman.run(3_600)
    #expect(foreman.sent.count == 1)
    // What is neither hands nor state begins no episode.
    foreman.tasks["1001"] = foreman.tasks["1001"]?.entity("label", "Renamed").with("escalated", true)
    foreman.run(600)
    #expect(foreman.sent.count == 1)
    foreman.tasks["1001"] = foreman.tasks["1001"]?.held(by: "Pedro", id: "77")
    foreman.run(600)
    #expect(foreman.sent.count == 2)
    foreman.tasks["1001"]?["status"] = "COMPLETED"
    foreman.run(120)
    foreman.tasks["1001"]?["status"] = "PENDING"
    foreman.tasks["1001"]?["assigned_to_user"] = .null
    foreman.run(120)
    #expect(foreman.sent.count == 3)
  }

  @Test("once per episode whatever the limits: an edited rule does not repeat its effect")
  func editedRule() throws {
    var foreman = Foreman(try tenant(", stage: live").rules, [APITask()])
    foreman.run(120)
    foreman.reload(try tenant(", stage: live, limit: { per_day: 500 }, cooldown: 1s, title: New").rules)
    foreman.run(600)
    #expect(foreman.sent.count == 1)
  }
}
