import Foundation
import GeoTareas
import Journal
import Pacing
import Records

/// What a report of a long past costs: the program from its start to its end, on a journal in the page cache.
struct ReportBenchmark {
  private static let effects = 100_000
  private static let rules = 40

  private let tools: Toolbox
  private var state: String { tools.folder.appending(path: "state").path }

  init() throws { tools = try Toolbox() }

  func run() async throws {
    try FileManager.default.createDirectory(
      atPath: state, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try await fill()
    try tools.write("schema: 1\nrules: []\n", to: "rules/rules.yaml")
    try tools.write(configuration, to: "config.yaml")
    let size = try FileManager.default.attributesOfItem(atPath: "\(state)/journal.sqlite")[.size] as? Int ?? 0
    print(
      "a journal with \(Self.effects.written) effects of a year by \(Self.rules) rules and as many decisions to act, and "
        + "\((Self.effects / 2).written) decisions in shadow of the last month, \((size / 1_000_000).written) MB:\n")
    var rows = [["report", "time", "memory at most", "size"]]
    for (since, format) in [("400d", "html"), ("400d", "text"), ("400d", "json"), ("24h", "html")] {
      let (time, memory, length) = try report(since, format)
      rows.append([
        "--since \(since) --format \(format)", "\((time * 1_000).written()) ms", "\(memory.written()) MB",
        "\((length / 1_000).written) kB",
      ])
    }
    printTable(rows)
    print("")
  }

  /// Runs the program; the median of five times, and the most memory.
  private func report(_ since: String, _ format: String) throws -> (time: Double, memory: Double, size: Int) {
    var times: [Double] = []
    var most = 0.0
    let file = tools.folder.appending(path: "out")
    for _ in 0..<5 {
      let run = tools.process(
        "capataz",
        [
          "--config", tools.folder.appending(path: "config.yaml").path, "report", "--since", since, "--format", format,
          "--lang", "es",
        ])
      try Data().write(to: file)
      run.standardOutput = try FileHandle(forWritingTo: file)
      let begin = ContinuousClock.now
      try run.run()
      while run.isRunning {
        most = max(most, ProcessUsage.peak(of: run.processIdentifier))
        Thread.sleep(forTimeInterval: 0.002)
      }
      times.append((ContinuousClock.now - begin).seconds)
      guard run.terminationStatus == 0 else {
        throw Toolbox.Failure(description: "the report ended with \(run.terminationStatus)")
      }
    }
    return (times.sorted()[2], most, try Data(contentsOf: file).count)
  }

  private func fill() async throws {
    let journal = try await Journal.open(
      directory: state, asOf: Self.now, allowVolatile: true, retention: Retention(decisions: .seconds(400 * 86_400)))
    for start in stride(from: 1, through: Self.effects, by: 2_000) {
      let numbers = start..<min(start + 2_000, Self.effects + 1)
      try await journal.commit(numbers.map { .decision(Self.decision($0, .act)) }, tenant: "acme")
      try await journal.commit(numbers.map { .intent(Self.intent($0)) }, tenant: "acme")
    }
    for start in stride(from: 1, through: Self.effects / 2, by: 2_000) {
      let numbers = start..<min(start + 2_000, Self.effects / 2 + 1)
      try await journal.commit(numbers.map { .decision(Self.decision($0 * 2, .shadow)) }, tenant: "acme")
    }
    try await journal.close()
  }

  private var configuration: String {
    """
    schema: 1
    state: \(state)
    tenants:
      acme:
        url: https://acme.example
        timezone: America/Guayaquil
        credentials: { email: robot@acme.example, password: { file: password }, api_key: { file: api-key } }
        rules: [rules]
    """
  }

  private static let now = ClockReading(
    boot: "benchmark", instant: Instant(nanoseconds: 1_000_000_000_000), wall: .now)

  /// The latest is of today.
  private static func date(_ number: Int, days: Double = 365) -> Date {
    now.wall - 60 - Double(effects - number) * days * 86_400 / Double(effects)
  }

  private static func decision(_ number: Int, _ kind: DecisionEntry.Kind) -> DecisionEntry {
    let isShadow = kind == .shadow
    return DecisionEntry(
      at: isShadow ? date(number, days: 29) : date(number) - Double(number % 700) - 2,
      task: TaskID("674839201748\(isShadow ? "1" : "")\(number)"),
      rule: "rule-\(number % rules)", ruleFingerprint: "f00df00df00df00d", kind: kind,
      write: .reassign(to: .user(id: "18273645091827364\(number % 10)"), comment: nil))
  }

  private static func intent(_ number: Int) -> Intent {
    Intent(
      id: "acme-\(number)", task: TaskID("674839201748\(number)"), instance: "88392017483\(number / 3)", episode: 1,
      write: .reassign(to: .user(id: "18273645091827364\(number % 10)"), comment: nil), rule: "rule-\(number % rules)",
      ruleFingerprint: "f00df00df00df00d",
      precondition: TaskState(status: "PENDING", user: "182736450918273645", group: nil),
      state: number % 50 == 0 ? .superseded : number % 333 == 0 ? .refused : .done, attempts: 1, doubtfulAttempts: 0,
      createdAt: date(number) - 1, changedAt: date(number), note: "accepted by the server")
  }
}
