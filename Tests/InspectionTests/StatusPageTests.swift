import Foundation
import GeoTareas
import Inspection
import Journal
import Log
import Pacing
import Records
import RuleFiles
import Support
import Testing

@Suite("The status of many tenants")
struct StatusPageTests {
  private static let now = ClockReading(
    boot: "boot", instant: Instant(nanoseconds: 5_060_000_000_000), wall: Date(timeIntervalSince1970: 1_773_680_460))

  /// Six tenants, each with something else, as they are so many seconds later.
  private static func statuses(_ names: [String] = ["acme", "east", "north", "south", "west", "zeta-logistics"])
    async throws -> [TenantStatus]
  {
    let folder = try TemporaryFolder()
    let journal = try await Journal.open(directory: folder.path + "/state", asOf: now, allowVolatile: true)
    func commit(_ tenant: String, _ entries: JournalEntry...) async throws {
      for entry in entries { try await journal.commit([entry], tenant: tenant) }
    }
    try await commit("acme", standing())
    try await commit("east", standing { ($0.queued, $0.capped) = (1_200, 7) }, intent("east", 1, .unknown, age: 8))
    try await commit(
      "north", standing { ($0.queued, $0.held) = (7, 7) }, intent("north", 1, .parked, age: 90_000),
      intent("north", 2, .parked, age: 200), intent("north", 3, .refused, age: 300))
    try await commit(
      "west",
      standing {
        $0.polledAt = now.wall - 4_000
        $0.waits = [
          Wait(
            what: "everything", why: "the server refuses our credentials", since: now.wall - 4_000,
            until: now.wall + 30, advice: "check e-mail, password and API key, then reload", needsPerson: true)
        ]
      })
    try await commit("zeta-logistics", standing { $0.held = 3 })
    let reader = try JournalReader.open(directory: folder.path + "/state")
    defer { reader.close() }
    return try names.map { name in
      let tenant = TenantConfiguration(
        name: name, url: "http://127.0.0.1:1", tenant: name, timezone: "America/Guayaquil",
        credentials: CredentialSettings(login: .token(.env("TOKEN")), apiKey: .env("KEY")), rules: [])
      return try TenantStatus(tenant, rules: "f00d", reader: reader, isRunning: true, withBudgets: false, at: now)
    }
  }

  private static func standing(_ change: (inout TenantStanding) -> Void = { _ in }) -> JournalEntry {
    var standing = TenantStanding(
      at: now.wall - 12, polledAt: now.wall - 12, tasks: 40, queued: 0, inDoubt: 0, held: 0, trouble: nil,
      rules: "f00d", mode: .live, budgets: [])
    change(&standing)
    return .standing(standing)
  }

  private static func intent(_ tenant: String, _ number: Int, _ state: Intent.State, age: Double) -> JournalEntry {
    .intent(
      Intent(
        id: "\(tenant)-\(number)", task: TaskID("\(number)"), instance: "9", episode: 1,
        write: .complete(result: "sent", capturedData: [], comment: nil), rule: "r", ruleFingerprint: "f",
        precondition: TaskState(status: "PENDING", user: nil, group: nil), state: state, attempts: 1,
        createdAt: now.wall - age, changedAt: now.wall - age))
  }

  @Test("more than three are a line each in 80 columns, the worst first, with what is wrong in a few words")
  func overview() async throws {
    let lines = StatusPage(try await Self.statuses()).lines.map(\.text)
    #expect(
      lines == [
        "TENANT          HEALTH    POLLED QUEUE DOUBT PARKED REFUSED HELD  WHAT IS WRONG",
        "north           person    12 s       7     0      2       1    7  2 parked +1",
        "west            person    66 min     0     0      0       0    0  login refused",
        "east            degraded  12 s    1200     1      0       0    0  1 in doubt +1",
        "south           degraded  never      -     0      0       0    -  no poll yet",
        "acme            ok        12 s       0     0      0       0    0",
        "zeta-logistics  ok        12 s       0     0      0       0    3",
        "",
        "6 tenants: 2 ok, 2 degraded, 2 in need of a person; the daemon is running",
      ])
    #expect(lines.allSatisfy { TextStyle.width(of: $0) <= 80 })
  }

  @Test("of up to three each is shown in full; with problems only, those that are well are only counted")
  func problems() async throws {
    let all = try await Self.statuses(["acme", "east", "zeta-logistics"])
    #expect(StatusPage(all).lines.count { $0.text.hasPrefix("tenant ") } == 3)
    let lines = StatusPage(all, onlyProblems: true).lines.map(\.text)
    #expect(
      lines == [
        "tenant east: running (status 12 s old)",
        "  degraded   1 effect in doubt; reading the task tells what came of it",
        "             since 2026-03-16 12:00:52 -05:00 (8 s)",
        "             to do: nothing; what cannot be told is parked",
        "  degraded   7 effects kept back by a limit of the rule",
        "             to do: nothing, or a higher limit: capataz plan names it",
        "  mode       live",
        "  last poll  2026-03-16 12:00:48 -05:00, 12 s ago: 40 tasks",
        "  queue      1200 wait, 7 capped by a limit of their rule",
        "  in doubt   1, the oldest for 8 s (east-1); see capataz journal list",
        "  parked     none",
        "  refused    none",
        "  blocked    none",
        "  holds      none",
        "  rules      f00d loaded, as on disk",
        "",
        "3 tenants: 2 ok, 1 degraded, 0 in need of a person; the daemon is running",
      ])
    let well = StatusPage(try await Self.statuses(["acme"]), onlyProblems: true).lines.map(\.text)
    #expect(well == ["1 tenant: 1 ok, 0 degraded, 0 in need of a person; the daemon is running"])
  }

  @Test("a drawing goes over the last one without emptying the screen; what says something new is in reverse")
  func screen() {
    func line(_ text: String, _ essence: String) -> StatusPage.Line { StatusPage.Line(text: text, essence: essence) }
    var screen = StatusScreen()
    let first = screen.drawing("now", [line("a 1 s", "a"), line("b", "b")], size: (10, 20))
    #expect(
      first == "\u{1B}[Hnow\u{1B}[K\r\n\u{1B}[K\r\na 1 s\u{1B}[K\r\nb\u{1B}[K\u{1B}[J")
    let second = screen.drawing("now", [line("a 3 s", "a"), line("\u{1B}[31mc\u{1B}[0m!", "c")], size: (10, 20))
    #expect(
      second
        == "\u{1B}[Hnow\u{1B}[K\r\n\u{1B}[K\r\na 3 s\u{1B}[K\r\n\u{1B}[7m\u{1B}[31mc\u{1B}[0;7m!\u{1B}[0m\u{1B}[K\u{1B}[J"
    )
  }

  @Test("a drawing never takes more rows or columns than there are", arguments: [(1, 1), (2, 5), (5, 20), (24, 80)])
  func fits(rows: Int, columns: Int) async throws {
    let page = StatusPage(try await Self.statuses())
    var screen = StatusScreen()
    let drawn = screen.drawing("capataz status", page.lines, size: (rows, columns))
      .replacing("\u{1B}[H", with: "").replacing("\u{1B}[K", with: "").replacing("\u{1B}[J", with: "")
      .split(separator: "\r\n", omittingEmptySubsequences: false)
    #expect(drawn.count <= rows && drawn.allSatisfy { TextStyle.width(of: String($0)) <= columns }, "\(drawn)")
  }

  @Test("time alone changes nothing that is marked")
  func timeless() async throws {
    let page = StatusPage(try await Self.statuses())
    #expect(page.lines.contains { $0.text.contains("12 s") } && !page.lines.contains { $0.essence.contains("12 s") })
  }
}
