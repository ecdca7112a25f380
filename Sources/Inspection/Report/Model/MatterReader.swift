import Foundation
import GeoTareas
import Journal
import Records

/// Finds out what waits for a person, and what goes on by itself.
struct MatterReader {
  /// The most effects of one kind that are told one by one.
  private static let most = 20

  let status: TenantStatus
  let open: [OpenTasks]
  let names: RuleNames
  let source: ReportSource

  init(_ status: TenantStatus, _ open: [OpenTasks], _ names: RuleNames, _ source: ReportSource) {
    self.status = status
    self.open = open
    self.names = names
    self.source = source
  }

  func matter<Kind>(_ kind: Kind, since: Date? = nil) -> Matter<Kind> {
    Matter(kind, tenant: status.tenant, since: since)
  }

  /// What a rule decided alike on several tasks.
  func matter<Kind>(_ kind: Kind, on tasks: OpenTasks) -> Matter<Kind> {
    var matter = matter(kind, since: tasks.since)
    matter.count = tasks.count
    matter.rule = names[tasks.rule]
    matter.task = TaskName(id: tasks.task.rawValue)
    return matter
  }

  /// Those that are not told one by one, together; empty where there are none.
  func rest<Kind>(_ kind: Kind, _ count: Int, since: Date? = nil) -> [Matter<Kind>] {
    guard count > 0 else { return [] }
    var rest = matter(kind, since: since)
    rest.count = count
    return [rest]
  }

  /// The first effects one by one, then how many more there are.
  ///
  /// - Parameter add: What is told of each besides.
  func effects<Kind>(
    _ kind: Kind, _ intents: [Intent], add: (inout Matter<Kind>, Intent) -> Void = { _, _ in }
  ) throws(JournalError) -> [Matter<Kind>] {
    var matters: [Matter<Kind>] = []
    for intent in intents.prefix(Self.most) {
      var matter = matter(kind, since: intent.changedAt)
      matter.rule = names[intent.rule]
      matter.task = try source.name(of: intent)
      matter.intent = intent.id
      add(&matter, intent)
      matters.append(matter)
    }
    let more = intents.dropFirst(Self.most)
    return matters + rest(kind, more.count, since: more.first?.changedAt)
  }
}

extension ReportSource {
  /// What people know the task of an intent by.
  func name(of intent: Intent) throws(JournalError) -> TaskName {
    let task = try reader.grounds(of: intent.id).last?.task
    return TaskName(
      id: intent.task.rawValue, label: showsNames ? task?.entityLabel : nil, workflow: task?.workflow, step: task?.step)
  }

  /// Why something waits; about a task, a server may name people in its own words.
  func words(of wait: Wait) -> String? { showsNames || wait.task == nil ? wait.why : nil }
}
