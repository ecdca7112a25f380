import CalendarTime
import GeoTareas
import JSON
import Rules
import Testing

@Suite("Contract 10: shared definitions")
struct Contract10SharedTests {
  private static let plain = "rules: [ { id: r, when: { workflow: Quote }, then: { complete: { result: ok } } } ]\n"

  private func safeguards(_ defaults: String, _ more: String = "") throws -> Safeguards {
    let rule = "rules: [ { id: r, when: { workflow: Quote }, then: { complete: { result: ok } }\(more) } ]\n"
    return try #require(
      try Tenant(
        "\(office.replacing("defaults: { calendar: office }\n", with: ""))"
          + "defaults: { calendar: office, \(defaults) }\n" + rule
      ).rules.rules.first
    ).safeguards
  }

  @Test("defaults: stage, calendar, limit, cooldown, max_hops; what a rule says goes first, limits key by key")
  func defaults() throws {
    let given = try safeguards("limit: { per_cycle: 20, per_day: 200 }, cooldown: 4h, max_hops: 3, run_within: office")
    #expect(given.limit == .init(perCycle: 20, perDay: 200) && given.maxHops == 3)
    #expect(given.cooldown == Span(thousandths: 4_000, unit: .hour) && given.runWithin?.name == "office")
    let own = try safeguards(
      "limit: { per_cycle: 20, per_day: 200 }, cooldown: 4h, max_hops: 3", ", limit: { per_day: 40 }, cooldown: 2bd")
    #expect(own.limit == .init(perCycle: 20, perDay: 40) && own.maxHops == 3)
    #expect(own.cooldown == Span(thousandths: 2_000, unit: .businessDay) && own.calendar?.name == "office")
  }

  @Test("calendars (IANA zone, quoted opening ranges, closed days)")
  func calendars() throws {
    func calendar(_ text: String) throws -> Tenant {
      try Tenant(
        "calendars: { c: { \(text) } }\nrules: [ { id: r, when: { workflow: Quote }, run_within: c, "
          + "then: { complete: { result: ok } } } ]\n")
    }
    let open = "timezone: Europe/Madrid, open: { mon-thu: [\"09:00-13:00\", \"14:00-18:00\"], fri: [\"09:00-15:00\"] }"
    let rules = try calendar(open + ", closed: [\"2026-03-10\", \"2026-03-12..2026-03-13\"]").rules
    let hours = try #require(rules.rules.first?.safeguards.runWithin)
    // Madrid is six hours ahead of Guayaquil in winter.
    for (time, isOpen) in [
      ("2026-03-09T02:59", false), ("2026-03-09T03:00", true), ("2026-03-09T07:00", false), ("2026-03-09T08:00", true),
      ("2026-03-09T12:00", false), ("2026-03-10T03:00", false), ("2026-03-11T03:00", true),
      ("2026-03-12T03:00", false), ("2026-03-13T03:00", false), ("2026-03-20T08:59", true),
      ("2026-03-20T09:00", false), ("2026-03-21T03:00", false),
    ] {
      #expect(hours.isOpen(at: Clock.date(time)) == isOpen, "\(time)")
    }
    for wrong in [
      open.replacing("Europe/Madrid", with: "CET+1"), open.replacing("\"", with: ""),
      open.replacing("09:00-15:00", with: "15:00-09:00"), open.replacing("fri", with: "friday"),
      "timezone: Europe/Madrid", open + ", closed: [\"2026-02-30\"]",
    ] {
      #expect(try !calendar(wrong).errors.isEmpty, "\(wrong)")
    }
  }

  @Test(
    "holidays_known_until: holidays that end soon are a warning",
    arguments: [("2026-11-01", 0), ("2026-12-15", 1), ("2027-02-01", 1)])
  func holidays(day: String, count: Int) throws {
    let text =
      office.replacing("closed:", with: "holidays_known_until: \"2027-01-31\", closed:")
      + "rules: [ { id: r, when: { workflow: Quote }, run_within: office, then: { complete: { result: ok } } } ]\n"
    let said = try Tenant(text, day: day).warnings
    #expect(said.count == count && said.allSatisfy { $0.contains("holidays of calendar 'office'") }, "\(said)")
  }

  @Test("facts (named conditions), also of facts; one that asks for itself is a mistake")
  func facts() throws {
    let shared = "facts: { a: { escalated: true }, b: { none_of: [a] } }\n"
    #expect(try truth("{ all_of: [b] }", shared: shared) == .yes)
    #expect(try truth("{ all_of: [b] }", APITask().with("escalated", true), shared: shared) == .no)
    #expect(try mistakes(when: "{ all_of: [c] }", shared: shared).count == 1)
    #expect(try mistakes(when: "{ all_of: [a] }", shared: "facts: { a: { all_of: [a] } }\n").count >= 1)
  }

  @Test("they may stand in any rule file of the tenant")
  func anyFile() throws {
    let rule =
      "rules: [ { id: r, when: { all_of: [hot], age: { at_least: 1bh } }, then: { reassign: { pool: p } } } ]\n"
    let files = [
      "50.yaml": rule, "90/z.yaml": office, "10.yaml": "facts: { hot: { escalated: true } }\n",
      "60.yaml": "pools: { p: { pick: round_robin, members: [ { user: \"1\" } ] } }\n",
    ]
    #expect(try Tenant(files).taker(of: APITask().with("escalated", true)) == "r")
  }

  static let twice: [(String, String)] = [
    ("facts: { x: { escalated: true } }\n", "fact"),
    ("pools: { x: { pick: round_robin, members: [ { user: \"1\" } ] } }\n", "pool"),
    ("calendars: { x: { timezone: UTC, open: { mon: [\"09:00-10:00\"] } } }\n", "calendar"),
    ("defaults: { stage: live }\n", "'defaults'"),
  ]

  @Test("a name is defined once", arguments: twice)
  func once(text: String, kind: String) throws {
    let said = try Tenant(["a.yaml": text, "b.yaml": text, "c.yaml": Self.plain]).errors
    #expect(said.count == 1 && said[0].contains(kind) && said[0].contains("twice"), "\(said)")
  }

  @Test("an unused fact, pool or calendar is a warning", arguments: twice.dropLast())
  func unused(text: String, kind: String) throws {
    #expect(try Tenant(["a.yaml": text, "c.yaml": Self.plain]).warnings == ["\(kind) 'x' is not used"])
  }
}
