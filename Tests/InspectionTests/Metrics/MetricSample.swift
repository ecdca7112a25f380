import Foundation
import GeoTareas
import Inspection
import JSON
import Journal
import Pacing
import Records
import RuleFiles
import Rules
import Support
import TenantRuntime

/// A journal of three tenants for metrics: one with much of everything, one that is well and idle, one that was never
/// polled.
enum MetricSample {
  static let now = ClockReading(
    boot: "boot", instant: Instant(nanoseconds: 90_000_000_000_000), wall: Date(timeIntervalSince1970: 1_773_680_460))

  static func tenant(_ name: String) -> TenantConfiguration {
    TenantConfiguration(
      name: name, url: "http://127.0.0.1:1", tenant: name, timezone: "America/Guayaquil",
      credentials: CredentialSettings(login: .token(.env("TOKEN")), apiKey: .env("KEY")), rules: [])
  }

  static func standing(_ change: (inout TenantStanding) -> Void = { _ in }) -> JournalEntry {
    var standing = TenantStanding(
      at: now.wall - 12, polledAt: now.wall - 12.25, tasks: 40, queued: 0, inDoubt: 0, held: 0, trouble: nil,
      rules: rules.fingerprint, mode: .live,
      budgets: Endpoint.allCases.map { endpoint in
        BudgetReading(
          endpoint: endpoint, limit: endpoint.isWrite ? 10 : 30, used: 3, foreign: endpoint.isWrite ? 2 : 0, penalty: 0,
          nextFreeIn: 0, sharedWith: [], waiting: 0, drainsIn: 0)
      })
    change(&standing)
    return .standing(standing)
  }

  static func intent(
    _ tenant: String, _ number: Int, _ state: Intent.State, rule: String = "send", at age: Double, made: Double? = nil
  ) -> JournalEntry {
    .intent(
      Intent(
        id: "\(tenant)-\(number)", task: TaskID("67483920174839201\(number)"), instance: "9", episode: 1,
        write: .complete(
          result: "sent", capturedData: [JSONMember("email", .string("jane@customer.example"))], comment: "For Jane Roe"
        ),
        rule: rule, ruleFingerprint: "f",
        precondition: TaskState(status: "PENDING", user: "u17", group: nil), state: state, attempts: 1,
        createdAt: now.wall - (made ?? age), changedAt: now.wall - age, note: "a note on Jane Roe"))
  }

  static func decision(
    _ kind: DecisionEntry.Kind, _ rule: String, task: Int, age: Double
  ) -> JournalEntry {
    .decision(
      DecisionEntry(
        at: now.wall - age, task: TaskID("67483920174839201\(task)"), rule: rule, ruleFingerprint: "f", kind: kind,
        write: nil, note: "Jane Roe"))
  }

  /// The rules in the files: one of each stage.
  static let rules = RuleSet(
    rules: [rule("send", .live), rule("try", .canary), rule("watch", .shadow)], fingerprint: "0123456789abcdef")

  private static func rule(_ id: String, _ stage: Rule.Stage) -> Rule {
    Rule(
      id: id, stage: stage, when: .all([]), action: .complete(Completion(result: "sent")), fingerprint: "f-\(id)",
      source: Rule.Source(file: "rules.yaml", line: 1))
  }

  /// What the journal of `acme` is given, each in a commit of its own.
  static var records: [JournalEntry] {
    [
      .counted([
        .poll(isComplete: true): 1_200, .poll(isComplete: false): 3, .request(.list, code: "2xx"): 2_400,
        .request(.list, code: "timeout"): 3, .request(.complete, code: "4xx"): 1,
        .limitExceeded(.complete, isForeign: true): 2,
      ]),
      .counted([.poll(isComplete: true): 4, .request(.login, code: "2xx"): 1]),
      decision(.act, "send", task: 1, age: 104), decision(.act, "send", task: 2, age: 90_000),
      decision(.shadow, "watch", task: 8, age: 60), decision(.blocked, "try", task: 9, age: 50),
      decision(.capped, "send", task: 7, age: 45),
      intent("acme", 1, .armed, at: 101), intent("acme", 1, .done, at: 100, made: 101),
      intent("acme", 2, .armed, at: 80), intent("acme", 2, .unknown, at: 70, made: 80),
      intent("acme", 2, .done, at: 60, made: 80),
      intent("acme", 3, .armed, at: 58), intent("acme", 3, .refused, at: 57, made: 58),
      intent("acme", 4, .armed, at: 56), intent("acme", 4, .unknown, at: 55, made: 56),
      intent("acme", 4, .parked, at: 7, made: 56),
      intent("acme", 5, .armed, rule: "try", at: 50), intent("acme", 5, .unknown, rule: "try", at: 49, made: 50),
      intent("acme", 6, .armed, rule: "try", at: 40), intent("acme", 6, .superseded, rule: "try", at: 39, made: 40),
      .hold(rule: "try", why: "Jane Roe asked for it", at: now.wall - 3_600),
      standing {
        ($0.queued, $0.held, $0.capped, $0.blocked) = (9, 2, 1, 1)
        $0.queues = [QueueReading(endpoint: .complete, tasks: 9, eligibleSince: now.wall - 95)]
        $0.stages = ["live": 1, "canary": 1, "shadow": 1]
        $0.certificateEnds = now.wall + 864_000
        $0.waits = [
          Wait(
            what: "task 674839201748392018", task: "674839201748392018", why: "Jane Roe's server answers 500",
            since: now.wall - 60, until: now.wall + 30, advice: "look at the task")
        ]
      },
    ]
  }

  /// The state directory with that journal, which is open as it is for a running daemon.
  static func folder() async throws -> (folder: TemporaryFolder, journal: Journal) {
    let folder = try TemporaryFolder()
    let opened = ClockReading(boot: "boot", instant: now.instant - .seconds(7_200), wall: now.wall - 7_200)
    let journal = try await Journal.open(directory: folder.path + "/state", asOf: opened, allowVolatile: true)
    for record in records { try await journal.commit([record], tenant: "acme") }
    try await journal.commit([standing()], tenant: "east")
    return (folder, journal)
  }

  /// The question about these tenants.
  static func question(
    _ folder: TemporaryFolder, _ tenants: [String] = ["acme", "east", "north"], grain: MetricGrain? = nil
  ) -> MetricReport.Question {
    MetricReport.Question(
      directory: folder.path + "/state", tenants: tenants.map { tenant($0) },
      rules: Dictionary(uniqueKeysWithValues: tenants.map { ($0, rules) }), reload: nil, grain: grain)
  }
}
