import Engine
import Foundation
import GeoTareas
import JSON
import Journal
import Pacing
import Records

/// The journal: how long a start takes when it is long, and what commits of several tenants cost together.
struct JournalBenchmark {
  /// Of one tenant, by a pool, in a year: one a minute.
  private static let effects = 500_000
  private static let commits = 4_000

  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "capataz-journal-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
  }

  func run() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try await starts()
    try await together()
  }

  private func starts() async throws {
    let path = folder.appending(path: "long").path
    var journal: Journal? = try await open(path)
    for start in stride(from: 1, through: Self.effects, by: 2_000) {
      let numbers = start..<min(start + 2_000, Self.effects + 1)
      for state in [Intent.State.armed, .done] {
        try await journal?.commit(numbers.map { .intent(Self.intent($0, state)) }, tenant: "acme")
        if state == .armed { try await journal?.commit(numbers.map { .grounds(Self.grounds($0)) }, tenant: "acme") }
      }
    }
    try await journal?.close()
    let size = try FileManager.default.attributesOfItem(atPath: "\(path)/journal.sqlite")[.size] as? Int ?? 0
    print(
      "a journal with \(Self.effects.written) effects of a year and what each rested on "
        + "(\(Self.grounds(1).content.text.utf8.count) bytes), \((size / 1_000_000).written) MB, in the page cache:\n")
    let afterClose = try await timed { journal = try await open(path) }
    let recovered = try await timed { _ = try await journal?.recover(tenant: "acme", asOf: Self.now) }
    let (task, page) = try await lookups(in: path)
    // It is let go of as a process that is killed lets go of it.
    journal = nil
    let afterCrash = try await timed { journal = try await open(path) }
    try await journal?.close()
    let (time, memory) = try daemon(on: path)
    printTable([
      ["start", "time"],
      ["closed in order before", "\((afterClose * 1_000).written()) ms"],
      ["ended by a crash before", "\((afterCrash * 1_000).written()) ms"],
      ["what a tenant left behind", "\((recovered * 1_000).written(1)) ms"],
      ["what was done to one task, and what it rested on", "\((task * 1_000).written(1)) ms"],
      ["the last fifty effects, and how many there are", "\((page * 1_000).written(1)) ms"],
      ["a dry run of the program, from its start to its end", "\((time * 1_000).written()) ms"],
      ["memory of that at most", "\(memory.written()) MB"],
    ])
    print("")
  }

  /// What `why` and `journal list` ask.
  private func lookups(in path: String) async throws -> (task: Double, page: Double) {
    let reader = try JournalReader.open(directory: path)
    defer { reader.close() }
    let task = try await timed {
      let found = try reader.intents(PastFilter(task: Self.intent(Self.effects / 2, .done).task), limit: 20)
      for intent in found.items { _ = try reader.grounds(of: intent.id) }
    }
    let page = try await timed { _ = try reader.intents(PastFilter(), limit: 50) }
    return (task, page)
  }

  /// Runs the program on that journal once, up to its decisions about 200 tasks: the seconds and the MB that it takes.
  private func daemon(on path: String) throws -> (time: Double, memory: Double) {
    let tools = try Toolbox()
    let tenant = try LocalTenant(tools, ["--scenario", "empty", "--tasks", "200"])
    defer { tenant.stop() }
    try tools.write(Self.rules, to: "rules/rules.yaml")
    try tools.write(Self.configuration(tenant.url, path), to: "config.yaml")
    let run = tools.process(
      "capataz",
      [
        "--config", tools.folder.appending(path: "config.yaml").path, "run", "--once", "--dry-run",
        "--allow-volatile-state",
      ])
    run.standardError = FileHandle.nullDevice
    var memory = 0.0
    let begin = ContinuousClock.now
    try run.run()
    while run.isRunning {
      memory = max(memory, ProcessUsage.peak(of: run.processIdentifier))
      Thread.sleep(forTimeInterval: 0.005)
    }
    guard run.terminationStatus == 0 else {
      throw Toolbox.Failure(description: "the run ended with \(run.terminationStatus)")
    }
    return ((ContinuousClock.now - begin).seconds, memory)
  }

  private static let rules = """
    schema: 1
    pools: { desk: { pick: round_robin, members: [{ user: "1" }, { user: "2" }] } }
    rules:
      - { id: route, stage: live, when: { step: Count }, then: { reassign: { pool: desk, same_person_per: instance } } }
    """

  private static func configuration(_ url: String, _ state: String) -> String {
    """
    schema: 1
    state: \(state)
    tenants:
      acme:
        url: \(url)
        timezone: America/Guayaquil
        credentials: { email: robot@acme.example, password: { file: password }, api_key: { file: api-key } }
        rules: [rules]
    """
  }

  /// Requests of some tenants, each noted before the next one of the same tenant.
  private func together() async throws {
    var rows = [["tenants", "commits", "waits for the disk", "commits a second"]]
    for tenants in [1, 10, 100] {
      let journal = try await open(folder.appending(path: "together-\(tenants)").path)
      let before = await journal.transactionCount
      let time = try await timed {
        try await withThrowingTaskGroup { group in
          for tenant in 0..<tenants {
            group.addTask {
              for number in 1...Self.commits / tenants {
                let entry = RequestEntry(id: Int64(number), endpoint: .list, sent: Self.now, settled: nil)
                try await journal.commit([.requestSent(entry)], tenant: "t\(tenant)")
              }
            }
          }
          try await group.waitForAll()
        }
      }
      let waits = await journal.transactionCount - before
      rows.append([tenants.written, Self.commits.written, waits.written, (Double(Self.commits) / time).written()])
      try await journal.close()
    }
    printTable(rows)
    print("")
  }

  private func open(_ path: String) async throws -> Journal {
    try await Journal.open(directory: path, asOf: Self.now, allowVolatile: true)
  }

  private func timed(_ work: () async throws -> Void) async throws -> Double {
    let start = ContinuousClock.now
    try await work()
    return (ContinuousClock.now - start).seconds
  }

  private static let now = ClockReading(
    boot: "benchmark", instant: Instant(nanoseconds: 1_000_000_000_000),
    wall: .now)

  /// As of a rule with six conditions.
  private static func grounds(_ number: Int) -> Grounds {
    let intent = intent(number, .armed)
    let conditions = [
      Grounds.Condition("workflow", .yes, wanted: "'Stock Count'"), Grounds.Condition("step", .yes, wanted: "'Count'"),
      Grounds.Condition("entity_type", .yes, wanted: "'CUENTA'"), Grounds.Condition("escalated", .yes, wanted: "false"),
      Grounds.Condition("captured Quote.total", .yes, wanted: "at most 5000.00", seen: "3607.00"),
      Grounds.Condition("status", .yes, wanted: "'PENDING'"),
    ]
    return Grounds(
      intent: intent.id, attempt: 1, at: intent.createdAt,
      task: .init(
        workflow: "Stock Count", step: "Count", entityType: "CUENTA", entityLabel: "Acme Corp", group: "Sales Team"),
      rule: intent.rule, ruleFingerprint: intent.ruleFingerprint,
      when: Grounds.Condition("when", .yes, children: conditions))
  }

  /// The latest of them is of today.
  private static func intent(_ number: Int, _ state: Intent.State) -> Intent {
    let date = now.wall - Double(effects - number) * 63
    return Intent(
      id: "acme-\(number)", task: TaskID("674839201748\(number)"), instance: "88392017483\(number / 3)", episode: 1,
      write: .reassign(to: .user(id: "18273645091827364\(number % 10)"), comment: nil), rule: "route",
      ruleFingerprint: "f00df00df00df00d",
      precondition: TaskState(status: "PENDING", user: "182736450918273645", group: nil), state: state, attempts: 1,
      doubtfulAttempts: 0, createdAt: date, changedAt: date, note: "accepted by the server", pool: "desk")
  }
}
