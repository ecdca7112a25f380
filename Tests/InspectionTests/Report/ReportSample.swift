import Engine
import Foundation
import GeoTareas
import Inspection
import JSON
import Journal
import Pacing
import Records
import RuleFiles
import Support
import TenantRuntime
import Testing

/// A journal for reports: what is in it, and the report that is made of it.
struct ReportSample {
  static let now = ClockReading(
    boot: "boot", instant: Instant(nanoseconds: 90_000_000_000_000), wall: Date(timeIntervalSince1970: 1_773_680_460))

  var records: [JournalEntry] = []
  var tenant = "acme"
  var zone = "America/Guayaquil"
  private var lastIntent = 0

  /// Texts of rules: id, title, owner.
  mutating func load(_ rules: [(String, String?, String?)]) {
    let texts = rules.map { id, title, owner in
      LoadedRules.Text(
        rule: id, fingerprint: "f-\(id)", text: "- id: \(id)\n", title: title, owner: owner, file: "rules.yaml", line: 3
      )
    }
    records.append(
      .rulesLoaded(LoadedRules(.start, fingerprint: "0123456789abcdef", rules: texts, at: Self.now.wall - 90_000)))
  }

  /// A decision `age` seconds ago.
  mutating func decide(
    _ kind: DecisionEntry.Kind, _ rule: String, task: String, age: Double, note: String = ""
  ) {
    records.append(
      .decision(
        DecisionEntry(
          at: Self.now.wall - age, task: TaskID(task), rule: rule, ruleFingerprint: "f-\(rule)", kind: kind,
          write: nil, note: note)))
  }

  /// An intent that came to its state `age` seconds ago, `took` seconds after the decision to act; with what it rested on
  /// where the task has a label.
  mutating func act(
    _ state: Intent.State, _ rule: String, task: String, age: Double, took: Double? = nil, label: String? = nil,
    note: String = "", endpoint: Endpoint = .complete
  ) {
    lastIntent += 1
    if let took { decide(.act, rule, task: task, age: age + took) }
    let at = Self.now.wall - age
    let id = "\(tenant)-\(lastIntent)"
    records.append(
      .intent(
        Intent(
          id: id, task: TaskID(task), instance: "i\(task)", episode: 1,
          write: endpoint == .complete
            ? .complete(result: "sent", capturedData: [], comment: nil)
            : .reassign(to: .user(id: "104233"), comment: nil),
          rule: rule, ruleFingerprint: "f-\(rule)",
          precondition: TaskState(status: "PENDING", user: "17", group: nil), state: state, attempts: 1,
          createdAt: at - min(took ?? 1, 1), changedAt: at, note: note)))
    guard let label else { return }
    records.append(
      .grounds(
        Grounds(
          intent: id, attempt: 1, at: at,
          task: .init(
            workflow: "New Account Onboarding", step: "Send Welcome Email", entityLabel: label, user: "Ana Paz"),
          rule: rule, ruleFingerprint: "f-\(rule)", when: .init("when", .yes))))
  }

  /// The tasks of the last poll, `age` seconds ago.
  mutating func list(_ tasks: [String], age: Double = 20) throws {
    let rows = try tasks.map { id in
      let text = #"""
        {"id": "\#(id)", "instance_id": "i\#(id)", "status": "PENDING", "assigned_to_user": {"id": "17"}, "assigned_to_group": null}
        """#
      return TaskListing.Row(
        task: try #require(WorkflowTask(try JSONReader.read(Array(text.utf8)))), overdue: false)
    }
    records.append(.view(TaskListing(at: Self.now.wall - age, rows: rows)))
  }

  /// How things stand, as of twenty seconds ago.
  mutating func stand(_ change: (inout TenantStanding) -> Void = { _ in }) {
    let start = Self.now.instant - .seconds(20)
    let budgets = Budget(Settings(lookingAt: configuration)).gauges(at: start).map { BudgetReading($0, at: start) }
    var standing = TenantStanding(
      at: Self.now.wall - 20, polledAt: Self.now.wall - 21, tasks: 40, queued: 0, inDoubt: 0, held: 0, trouble: nil,
      rules: "0123456789abcdef", mode: .live, budgets: budgets)
    change(&standing)
    records.append(.standing(standing))
  }

  mutating func send(_ count: Int, _ endpoint: Endpoint, age: Double) {
    for number in 0..<count {
      let sent = ClockReading(
        boot: "boot", instant: Self.now.instant - .seconds(age + Double(number) * 40),
        wall: Self.now.wall - age - Double(number) * 40)
      records.append(
        .requestSent(RequestEntry(id: CallID(records.count + 1), endpoint: endpoint, sent: sent, settled: sent)))
    }
  }

  var configuration: TenantConfiguration {
    TenantConfiguration(
      name: tenant, url: "http://127.0.0.1:1", tenant: tenant, timezone: zone,
      credentials: CredentialSettings(login: .token(.env("TOKEN")), apiKey: .env("KEY")), rules: [])
  }

  /// The report of the journal with these records.
  ///
  /// - Parameters:
  ///   - length: How far back it goes, in seconds.
  ///   - people: What others do in the journal, after the daemon.
  func report(
    _ length: Double = 86_400, showsNames: Bool = true, isRunning: Bool = true, reload: ReloadAnswer? = nil,
    people: (OperatorJournal) throws -> Void = { _ in }
  ) async throws -> ActivityReport {
    let folder = try TemporaryFolder()
    let journal = try await Journal.open(directory: folder.path + "/state", asOf: Self.now, allowVolatile: true)
    try await journal.commit(records, tenant: tenant)
    try await journal.close()
    let desk = try OperatorJournal.open(directory: folder.path + "/state", asOf: Self.now)
    try people(desk)
    let reader = try JournalReader.open(directory: folder.path + "/state")
    defer { reader.close() }
    let source = ReportSource(reader, reload: reload, isRunning: isRunning, showsNames: showsNames)
    return try ActivityReport(configuration, since: Self.now.wall - length, from: source, at: Self.now)
  }
}
