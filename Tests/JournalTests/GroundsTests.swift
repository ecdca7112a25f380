import Foundation
import GRDB
import GeoTareas
import Journal
import Pacing
import Records
import Testing

/// What effects rested on, and the texts of rules.
@Suite("Grounds and rules") struct GroundsTests {
  private static let conditions = Grounds.Condition(
    "when", .yes,
    children: [
      Grounds.Condition("workflow", .yes, wanted: "'Quote'"),
      Grounds.Condition(
        "any_of", .yes,
        children: [
          Grounds.Condition(
            "urgent", isFact: true, .no, children: [Grounds.Condition("escalated", .no, wanted: "true", seen: "false")]),
          Grounds.Condition("captured Quote.total", .unknown, wanted: "at most \"5000\" ñ"),
        ]),
    ])

  private static func grounds(_ number: Int, attempt: Int = 1, at: Date = Date(exactly: 0)) -> Grounds {
    Grounds(
      intent: "acme-\(number)", attempt: attempt, at: at,
      task: .init(workflow: "Quote", step: "Send", entityLabel: "Acme 🦺", user: "María"), rule: "keep",
      ruleFingerprint: "0123456789abcdef", when: conditions,
      unless: attempt == 1 ? nil : Grounds.Condition("unless", .no, wanted: "x", seen: nil))
  }

  private static func loaded(_ text: String, _ fingerprint: String, _ cause: LoadedRules.Cause = .start) -> LoadedRules
  {
    LoadedRules(
      cause, fingerprint: "set\(fingerprint)",
      rules: [
        .init(rule: "keep", fingerprint: fingerprint, text: text, title: "T", owner: "Ana", file: "r.yaml", line: 7)
      ], at: Date(exactly: 60))
  }

  @Test("the grounds of each attempt come back as they were")
  func roundTrip() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    let all = [Self.grounds(1), Self.grounds(1, attempt: 2)]
    try await journal.commit(all.map { .grounds($0) }, tenant: "acme")
    let reader = try folder.reader()
    #expect(try reader.grounds(of: "acme-1") == all)
    #expect(try reader.grounds(of: "acme-2") == [])
  }

  @Test("grounds older than 400 days are deleted as new ones come, and more than may be kept, the oldest first")
  func pruned() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open(retention: Retention(mostDecisions: 100))
    let day = 86_400.0
    try await journal.commit(
      [.grounds(Self.grounds(1)), .grounds(Self.grounds(2, at: Date(exactly: 2 * day)))], tenant: "acme")
    for number in 3...70 {
      try await journal.commit([.grounds(Self.grounds(number, at: Date(exactly: 401 * day)))], tenant: "acme")
    }
    let reader = try folder.reader()
    #expect(try reader.grounds(of: "acme-1").isEmpty)
    #expect(try reader.grounds(of: "acme-2").count == 1)
    for number in 71...300 {
      try await journal.commit([.grounds(Self.grounds(number, at: Date(exactly: 401 * day)))], tenant: "acme")
    }
    #expect(try reader.grounds(of: "acme-3").isEmpty)
    #expect(try reader.grounds(of: "acme-300").count == 1)
  }

  @Test(
    "the text of a rule is kept under each of its meanings, the first text of each, and can be neither changed nor lost"
  )
  func texts() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    for (text, fingerprint) in [("one", "a"), ("two", "b"), ("one, with a remark", "a")] {
      try await journal.commit([.rulesLoaded(Self.loaded(text, fingerprint))], tenant: "acme")
    }
    let reader = try folder.reader()
    #expect(try reader.ruleText("keep", fingerprint: "a")?.text.text == "one")
    #expect(try reader.ruleText("keep", fingerprint: "b")?.text == Self.loaded("two", "b").rules[0])
    #expect(try reader.ruleText("keep", fingerprint: "c") == nil)
    #expect(try reader.rulesInForce(tenant: "acme") == ["keep": "a"])
    #expect(try reader.rulesInForce(tenant: "other") == nil)
    try await journal.close()
    let queue = try DatabaseQueue(path: folder.database)
    for sql in ["UPDATE rule_text SET text = 'x'", "DELETE FROM rule_text"] {
      #expect(throws: DatabaseError.self) { try queue.write { try $0.execute(sql: sql) } }
    }
  }

  @Test("each start and each reload is a line of the trail, which names the rules where they are others than before")
  func trail() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    for (fingerprint, cause) in [("a", LoadedRules.Cause.start), ("a", .start), ("b", .reload)] {
      try await journal.commit([.rulesLoaded(Self.loaded("text", fingerprint, cause))], tenant: "acme")
    }
    let reader = try folder.reader()
    let rows = try reader.trail(of: "seta") + reader.trail(of: "setb")
    #expect(rows.map(\.kind) == ["rules.start", "rules.start", "rules.reload"])
    #expect(
      rows.map(\.details) == [
        #"{"rules":1,"before":null,"loaded":{"keep":"a"}}"#, #"{"rules":1}"#,
        #"{"rules":1,"before":"seta","loaded":{"keep":"b"}}"#,
      ])
    guard case .whole = try reader.verify() else {
      Issue.record("the trail is broken")
      return
    }
  }

  @Test("what is looked for in the past is found by tenant, task, rule, state and time, with how much there is in all")
  func found() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    for tenant in ["acme", "south"] {
      try await journal.commit([.requestSent(.sample(1))], tenant: tenant)
      for number in 1...5 {
        var intent = Intent.sample(state: number == 5 ? .refused : .done)
        intent.id = "\(tenant)-\(number)"
        intent.task = TaskID("\(number % 2)")
        intent.episode = number
        intent.rule = number == 1 ? "first" : "other"
        intent.createdAt = Date(exactly: Double(number))
        intent.changedAt = Date(exactly: Double(100 * number))
        try await journal.commit([.intent(intent)], tenant: tenant)
      }
    }
    let reader = try folder.reader()
    func ids(_ filter: PastFilter, _ states: [Intent.State] = [], limit: Int = 10) throws -> [String] {
      try reader.intents(filter, states: states, limit: limit).items.map(\.id)
    }
    #expect(try ids(PastFilter(tenant: "acme"), limit: 2) == ["acme-5", "acme-4"])
    #expect(try reader.intents(PastFilter(tenant: "acme"), limit: 2).total == 5)
    #expect(try reader.intents(PastFilter(), limit: 3).total == 10)
    #expect(try Set(ids(PastFilter(), limit: 3)) == ["acme-5", "south-5", "acme-4"])
    #expect(try ids(PastFilter(tenant: "south", task: TaskID("1"))) == ["south-5", "south-3", "south-1"])
    #expect(try ids(PastFilter(tenant: "acme", rule: "first")) == ["acme-1"])
    #expect(try ids(PastFilter(tenant: "acme"), [.refused]) == ["acme-5"])
    #expect(try ids(PastFilter(tenant: "acme", since: Date(exactly: 400))) == ["acme-5", "acme-4"])
  }
}

extension Date {
  fileprivate init(exactly seconds: Double) { self.init(timeIntervalSinceReferenceDate: 800_000_000 + seconds) }
}
