import Daemon
import Engine
import Foundation
import GeoTareas
import Inspection
import Journal
import JSON
import Pacing
import Records
import RuleFiles
import Support
import TenantRuntime
import Testing

@Suite("The status of a tenant")
struct TenantStatusTests {
  /// A minute after the standing of ``commit(_:)``.
  private static let now = ClockReading(
    boot: "boot", instant: Instant(nanoseconds: 5_060_000_000_000), wall: Date(timeIntervalSince1970: 1_773_680_460))
  private static let then = now.wall - 60

  private static let tenant = TenantConfiguration(
    name: "acme", url: "http://127.0.0.1:1", tenant: "acme", timezone: "America/Guayaquil",
    credentials: CredentialSettings(login: .token(.env("TOKEN")), apiKey: .env("KEY")), rules: [])

  private static func standing(_ change: (inout TenantStanding) -> Void = { _ in }) -> TenantStanding {
    let start = now.instant - .seconds(60)
    var budgets = Budget(Settings(lookingAt: tenant)).gauges(at: start).map { BudgetReading($0, at: start) }
    for place in [2, 3] {
      (budgets[place].limit, budgets[place].foreign, budgets[place].penalty) = (9, 2, 1)
      (budgets[place].waiting, budgets[place].nextFreeIn) = (12, 64)
    }
    var standing = TenantStanding(
      at: then, polledAt: then - 1, tasks: 40, queued: 12, inDoubt: 0, held: 3, trouble: nil, rules: "0123456789abcdef",
      mode: .live, budgets: budgets)
    change(&standing)
    return standing
  }

  private static func status(
    _ records: [JournalEntry], rules: String? = "0123456789abcdef", isRunning: Bool = true
  ) async throws -> TenantStatus {
    let folder = try TemporaryFolder()
    let journal = try await Journal.open(directory: folder.path + "/state", asOf: now, allowVolatile: true)
    for record in records { try await journal.commit([record], tenant: "acme") }
    let reader = try JournalReader.open(directory: folder.path + "/state")
    defer { reader.close() }
    return try TenantStatus(tenant, rules: rules, reader: reader, isRunning: isRunning, at: now)
  }

  private static func trouble(_ standing: inout TenantStanding) {
    (standing.blocked, standing.capped) = (2, 4)
    standing.waits = [
      Wait(
        what: "reassign", why: "the server refuses it, and says to come back later or nothing", since: now.wall - 600,
        until: now.wall + 30, advice: "a reload tries at once")
    ]
  }

  private static func sent(_ id: CallID, _ endpoint: Endpoint, age: Double) -> JournalEntry {
    let sent = ClockReading(boot: "boot", instant: now.instant - .seconds(age), wall: now.wall - age)
    return .requestSent(RequestEntry(id: id, endpoint: endpoint, sent: sent))
  }

  private static func intent(_ number: Int, _ state: Intent.State, age: Double) -> JournalEntry {
    .intent(
      Intent(
        id: "acme-\(number)", task: TaskID("\(number)"), instance: "9", episode: 1,
        write: .complete(result: "sent", capturedData: [], comment: nil), rule: "r", ruleFingerprint: "f",
        precondition: TaskState(status: "PENDING", user: nil, group: nil), state: state, attempts: 1,
        createdAt: now.wall - age, changedAt: now.wall - age))
  }

  @Test(
    "for people it is one aligned block: state, work, holds, rules, and a table of budgets that time has gone on for")
  func text() async throws {
    let lines = try await Self.status([
      .standing(Self.standing { Self.trouble(&$0) }), Self.intent(5, .refused, age: 300),
      Self.intent(1, .parked, age: 200), Self.intent(2, .parked, age: 90_000),
      Self.intent(3, .unknown, age: 8), Self.intent(4, .armed, age: 1),
      .hold(rule: "r", why: "five parked", at: Self.then), Self.sent(1, .complete, age: 20),
      Self.sent(2, .reassign, age: 10), Self.sent(3, .detail, age: 1),
    ]).lines()
    #expect(
      lines == [
        "tenant acme: running (status 60 s old); a person is needed",
        "  person     2 effects parked; only a person can tell what came of that",
        "             since 2026-03-15 11:01:00 -05:00 (25 h)",
        "             to do: look at it, then decide: capataz journal show acme-2",
        "  person     1 effect refused by the server; the task is as it was",
        "             since 2026-03-16 11:56:00 -05:00 (5 min)",
        "             to do: look at it, then decide: capataz journal show acme-5",
        "  person     2 effects blocked; the task does not fit what the rule would do",
        "             to do: see why: capataz journal decisions --kind blocked",
        "  person     the daemon itself holds rule 'r' of tenant 'acme': five parked",
        "             since 2026-03-16 12:00:00 -05:00 (60 s)",
        "             to do: look into it, then capataz release 1",
        "  degraded   reassign: the server refuses it, and says to come back later or nothing",
        "             since 2026-03-16 11:51:00 -05:00 (10 min); next try in 30 s",
        "             to do: a reload tries at once",
        "  degraded   1 effect in doubt; reading the task tells what came of it",
        "             since 2026-03-16 12:00:52 -05:00 (8 s)",
        "             to do: nothing; what cannot be told is parked",
        "  degraded   4 effects kept back by a limit of the rule",
        "             to do: nothing, or a higher limit: capataz plan names it",
        "  mode       live",
        "  last poll  2026-03-16 11:59:59 -05:00, 61 s ago: 40 tasks",
        "  queue      12 wait, 3 of them held, 4 capped by a limit of their rule",
        "  in doubt   1, the oldest for 8 s (acme-3); see capataz journal list",
        "  parked     2, the oldest for 25 h (acme-2); see capataz journal list --state parked",
        "  refused    1, the oldest for 5 min (acme-5); see capataz journal list --state refused",
        "  blocked    2 tasks; see capataz journal decisions --kind blocked",
        "  holds      hold 1 on rule 'r' of tenant 'acme', by capataz for 60 s: five parked",
        "  rules      0123456789ab loaded, as on disk",
        "",
        "  ENDPOINT  USED  BY OTHERS  NEXT FREE  WAIT  DRAIN IN  SHARED WITH",
        "  list      1/30             now                        detail",
        "  detail    1/30             now                        list",
        "  complete  2/9   2          in 4 s     12    67 s      reassign",
        "  reassign  2/9   2          in 4 s     12    67 s      complete",
        "  login     0/2              now",
      ])
  }

  @Test("without a daemon budgets are of now, what is armed is in doubt, and what it was is of its last word")
  func down() async throws {
    let status = try await Self.status(
      [
        .standing(Self.standing { $0.trouble = "502 \u{1B}[2J" }), Self.intent(4, .armed, age: 20),
        Self.sent(1, .complete, age: 20),
      ],
      isRunning: false)
    let text = status.lines()
    #expect(text.first == "tenant acme: not running (status of 2026-03-16 12:00:00 -05:00)")
    #expect(text.contains("  person     no daemon is running: nothing is done"))
    #expect(text.contains("  degraded   502 \\u{1b}[2J"))
    #expect(status.inDoubt.map(\.id) == ["acme-4"])
    #expect(status.budgets.map(\.used) == [0, 0, 1, 1, 0])
    #expect(status.budgets.allSatisfy { $0.waiting == 0 })
  }

  @Test("rules are compared by their fingerprint; before the first word nothing is claimed", arguments: [true, false])
  func rules(isRunning: Bool) async throws {
    let same = try await Self.status([.standing(Self.standing())], isRunning: isRunning)
    #expect(same.rules == .asOnDisk)
    let other = try await Self.status([.standing(Self.standing())], rules: "f00d", isRunning: isRunning)
    #expect(other.rules == .differ)
    let line = try #require(other.lines().first { $0.hasPrefix("  rules") })
    #expect(line.hasSuffix(isRunning ? "disk: reload" : "disk: the next start loads them"))
    let wrong = try await Self.status([.standing(Self.standing())], rules: nil, isRunning: isRunning)
    #expect(wrong.rules == .mistakes)
    let early = try await Self.status([], isRunning: isRunning)
    #expect(early.rules == .unknown && early.budgets.count == 5)
    #expect(early.lines().contains("  last poll  no status yet: the daemon has never finished a poll"))
    #expect(early.json["as_of"] == .null && early.json["tasks"] == .null)
  }

  private static func health(
    _ records: [JournalEntry], rules: String? = "0123456789abcdef", isRunning: Bool = true
  ) async throws -> TenantHealth { try await status(records, rules: rules, isRunning: isRunning).health }

  @Test("what heals by itself is degraded, what does not needs a person, and a person's own hold is no trouble")
  func healths() async throws {
    func standing(_ change: (inout TenantStanding) -> Void = { _ in }) -> JournalEntry {
      .standing(Self.standing(change))
    }
    func waiting(_ needsPerson: Bool) -> JournalEntry {
      standing {
        $0.waits = [
          Wait(what: "all effects", why: "x", since: nil, until: nil, advice: "y", needsPerson: needsPerson)
        ]
      }
    }
    #expect(try await Self.health([standing()]) == .ok)
    #expect(try await Self.health([standing { $0.held = 12 }]) == .ok)
    #expect(try await Self.health([]) == .degraded)
    #expect(try await Self.health([standing { $0.at = Self.now.wall - 301 }]) == .degraded)
    #expect(try await Self.health([standing { $0.trouble = "503" }]) == .degraded)
    #expect(try await Self.health([standing { $0.capped = 1 }]) == .degraded)
    #expect(try await Self.health([standing(), Self.intent(1, .unknown, age: 1)]) == .degraded)
    #expect(try await Self.health([standing(), Self.intent(1, .armed, age: 1)]) == .ok)
    #expect(try await Self.health([waiting(false)]) == .degraded)
    #expect(try await Self.health([waiting(true)]) == .person)
    #expect(try await Self.health([standing { $0.blocked = 1 }]) == .person)
    #expect(try await Self.health([standing(), Self.intent(1, .parked, age: 1)]) == .person)
    #expect(try await Self.health([standing(), Self.intent(1, .refused, age: 1)]) == .person)
    #expect(try await Self.health([standing(), .hold(rule: "r", why: "x", at: Self.then)]) == .person)
    #expect(try await Self.health([standing()], rules: nil) == .person)
    #expect(try await Self.health([standing()], isRunning: false) == .person)
  }

  @Test("in JSON each object names its tenant, times are in UTC, numbers are numbers, and what is not known is null")
  func json() async throws {
    let status = try await Self.status([
      .standing(Self.standing { Self.trouble(&$0) }), Self.intent(5, .refused, age: 300),
    ])
    let json = status.json
    #expect(json["health"] == .string("person") && json["refused"] == .number("1"))
    #expect(json["refused_since"] == .string("2026-03-16T16:56:00Z"))
    #expect(json["blocked"] == .number("2") && json["capped"] == .number("4"))
    #expect(
      json["problems"]?.array?.first?.text
        == #"{"tenant":"acme","health":"person","what":"1 effect refused by the server; the task is as it was","#
        + #""since":"2026-03-16T16:56:00Z","until":null,"#
        + #""advice":"look at it, then decide: capataz journal show acme-5"}"#)
    for key in ["problems", "waits", "limits"] {
      let objects = try #require(json[key]?.array)
      #expect(!objects.isEmpty && objects.allSatisfy { $0["tenant"] == .string("acme") }, "\(key)")
    }
  }
}
