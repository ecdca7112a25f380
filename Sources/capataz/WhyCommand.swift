import ArgumentParser
import CalendarTime
import Daemon
import Engine
import Foundation
import GeoTareas
import Inspection
import Journal
import JSON
import Log
import Pacing
import Platform
import Records
import RuleFiles
import Rules

/// Explains why something is done to a task, or why nothing is.
struct WhyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Explains what would happen to a task: every rule, condition by condition.",
    discussion: """
      Each condition is true, false or unknown, with what the task holds; where only time is missing, the moment at \
      which the rule will match. While the daemon runs, its last view of the task is used, with the details that it read \
      because a rule asks for them; else the server is asked. What Capataz has done to the task is shown with the \
      rule, the conditions and the values of then, also when the task is gone. Ends with 1 if there is no such task.
      """)

  @ParentCommand var parent: Capataz
  @OptionGroup var shared: SharedOptions
  @OptionGroup var looking: InspectionOptions
  @Argument(help: "The task's id; with --task only needed to choose one of several.")
  var taskID: String?
  @Option(
    name: .customLong("task"),
    help: "A file with a task as JSON: the API's answer, a task by itself, or a list. The server is not asked.",
    completion: .file(extensions: ["json"]))
  var file: String?
  @Option(help: "Decide for this time of the tenant instead of now, such as 2026-03-09T15:30.")
  var at: String?
  @Flag(help: "Print a rule test that reproduces the task and what the rules make of it.")
  var asTest = false

  func validate() throws {
    if taskID == nil, file == nil { throw ValidationError("give a task's id, or --task FILE") }
    if file != nil, looking.fresh { throw ValidationError("--task does not ask the server: leave --fresh out") }
    if let at, Self.time(at) == nil {
      throw ValidationError("--at '\(at)': expected a date and time without a zone, such as 2026-03-09T15:30")
    }
  }

  func run() async throws {
    let path = shared.path(parent: parent.shared)
    if let file { return try explain(file: file, path) }
    let wanted = TaskID(taskID ?? "")
    var session = try InspectionSession(options: looking, path: path)
    session.doesWithoutSecrets = true
    let state = session.loaded.configuration.state
    var seen: [String] = []
    let found = try await session.visit(stopsAtFirst: true) { look -> TaskExplanation? in
      seen += look.snapshot.listing.rows.map(\.task.id.rawValue)
      guard let row = try await Self.row(of: wanted, in: &look) else { return nil }
      let journal = try JournalReader.open(directory: state)
      defer { journal.close() }
      let now = SystemClock().now()
      let others = look.snapshot.listing.rows.map(\.task).filter { $0.id != row.task.id }
      let known = try journal.recollect(others + [row.task], tenant: look.snapshot.tenant.name, asOf: now)
      let recovery = try journal.recovery(tenant: look.snapshot.tenant.name, asOf: now)
      look.snapshot.waits = try journal.standing(tenant: look.snapshot.tenant.name)?.waits ?? []
      return TaskExplanation(
        about: row, in: look.snapshot, knowing: known, recovery: recovery, at: stamp(in: look.snapshot.zone))
    }
    let past = try pastEffects(on: wanted, state)
    guard let inquiry = found.first else {
      guard !past.isEmpty else {
        let nearest = Suggestion.nearest(to: wanted.rawValue, among: seen + (try tasksOfIntents(state)))
        throw UnknownName(
          text: "no task '\(LogText.safe(wanted.rawValue))' was seen, and nothing was ever done to one"
            + (nearest.map { "; did you mean '\(LogText.safe($0))'?" } ?? ""))
      }
      return answer(past, session.loaded)
    }
    answer(inquiry)
    guard !asTest, looking.format == .text, !past.isEmpty else { return }
    Terminal.say("")
    Terminal.say("what was done to it before:")
    answer(past, session.loaded)
  }

  /// The task's row; nil when there is none.
  ///
  /// Its detail is read into the snapshot where the server may be asked.
  private static func row(of task: TaskID, in look: inout InspectionSession.Tenant) async throws -> TaskListing.Row? {
    let listed = look.snapshot.row(of: task)
    guard look.reader != nil else { return listed }
    do {
      guard let detail = try await look.reader?.detail(of: task) else { return listed }
      look.snapshot.take(detail, of: task)
      return listed ?? TaskListing.Row(task: detail.task, overdue: false)
    } catch LookupError.notFound {
      return listed
    }
  }

  private func explain(file: String, _ path: String) throws {
    let loaded = try ConfigurationFile.load(path)
    let tenants = try looking.tenants(of: loaded)
    guard tenants.count == 1, let (tenant, rules) = tenants.first else {
      throw ValidationError("there are several tenants; say whose rules are meant: --tenant NAME")
    }
    let saved: SavedTasks
    do {
      saved = try SavedTasks(Array(try Data(contentsOf: URL(fileURLWithPath: file))))
    } catch let error as SavedTaskError {
      Terminal.complain("capataz: \(file): \(error)")
      throw ExitCode.findings
    } catch {
      Terminal.complain("capataz: \(file): it cannot be read")
      throw ExitCode.findings
    }
    let rows = saved.rows.filter { taskID == nil || $0.task.id == TaskID(taskID ?? "") }
    guard !rows.isEmpty else {
      let unknown = UnknownName("task", taskID ?? "", among: saved.rows.map(\.task.id.rawValue))
      throw UnknownName(text: "\(file): \(unknown.text)")
    }
    let now = SystemClock().now()
    let snapshot = TenantSnapshot(
      tenant: tenant, rules: rules, listing: TaskListing(at: now.wall, rows: saved.rows), age: .now,
      details: saved.details)
    for (index, row) in rows.enumerated() {
      if index > 0, looking.format == .text { Terminal.say("") }
      answer(TaskExplanation(about: row, in: snapshot, at: stamp(in: snapshot.zone)))
    }
  }

  private func answer(_ inquiry: TaskExplanation) {
    if asTest { return Terminal.say(RuleTestText(inquiry).text) }
    switch looking.format {
    case .text: for line in inquiry.lines(style: looking.style) { Terminal.say(line) }
    case .json: Terminal.say(json: inquiry.json.text)
    }
  }

  private func pastEffects(on task: TaskID, _ state: String) throws -> [PastEffect] {
    try Terminal.complaining {
      let reader = try JournalReader.open(directory: state)
      defer { reader.close() }
      return try PastEffect.all(on: task.rawValue, tenant: looking.tenant, in: reader)
    }
  }

  /// The tasks of the latest effects, to compare a mistyped id with.
  private func tasksOfIntents(_ state: String) throws -> [String] {
    try Terminal.complaining {
      let reader = try JournalReader.open(directory: state)
      defer { reader.close() }
      return try reader.intents(limit: 10_000).map(\.task.rawValue)
    }
  }

  private func answer(_ effects: [PastEffect], _ loaded: LoadedConfiguration) {
    for (index, effect) in effects.enumerated() {
      switch looking.format {
      case .json: Terminal.say(json: effect.json.text)
      case .text:
        if index > 0 { Terminal.say("") }
        let zone = loaded.configuration.tenants.first { $0.name == effect.tenant }?.zone ?? .gmt
        for line in effect.lines(WallTime(zone: zone), style: looking.style) { Terminal.say(line) }
      }
    }
  }

  private func stamp(in zone: TimeZone) -> ClockReading {
    var stamp = SystemClock().now()
    if let at, let time = Self.time(at) { stamp.wall = time.date(in: zone) }
    return stamp
  }

  private static func time(_ text: String) -> LocalDateTime? {
    LocalDateTime(text) ?? LocalDateTime(text + ":00") ?? LocalDateTime(text + "T00:00:00")
  }
}
