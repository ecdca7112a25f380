import CalendarTime
import Engine
import Foundation
import GeoTareas
import Records
import RuleFiles
import Rules

/// Writes a rule test that reproduces a task and what the rules decide about it.
package struct RuleTestText: Sendable {
  private let inquiry: TaskExplanation
  /// The rule that a test must expect: the first that takes the task, whatever its stage.
  private let decider: Rule?
  private let clock: WallTime

  package init(_ inquiry: TaskExplanation) {
    self.inquiry = inquiry
    let rules = inquiry.snapshot.rules.ignoringStages
    decider = rules.verdict(on: inquiry.view, at: inquiry.at).match.map { rules.rules[$0] }
    clock = WallTime(zone: inquiry.snapshot.zone)
  }

  /// The text of a `*.test.yaml` file.
  ///
  /// It expects what the rules say, whatever the stage and the journal say, because rule tests check only that.
  package var text: String {
    let fixture = "task-\(inquiry.row.task.id.rawValue)"
    var lines = [
      "schema: 1", "timezone: \(inquiry.snapshot.tenant.timezone.yaml)", "at: \(clock.text(inquiry.at).yamlQuoted)",
      "fixtures:", "  \(fixture.yaml):", "    task:",
    ]
    lines += task.map { "      \($0): \($1)" }
    lines += details
    lines += ["tests:", "  - name: \(name.yaml)", "    given: \(fixture.yaml)"]
    if !unknown.isEmpty { lines.append("    without: [\(unknown.joined(separator: ", "))]") }
    if !unreadable.isEmpty { lines.append("    unreadable: [\(unreadable.joined(separator: ", "))]") }
    lines.append("    expect:")
    lines += expectation.map { "      \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  private var task: [(String, String)] {
    let view = inquiry.view
    var entries: [(String, String)] = [("id", view.id.yamlQuoted), ("instance_id", view.instanceID.yamlQuoted)]
    func add(_ key: String, _ value: Known<String>, quoted: Bool = false) {
      switch value {
      case .unknown: break
      case .none: entries.append((key, "null"))
      case .value(let text): entries.append((key, quoted ? text.yamlQuoted : text.yaml))
      }
    }
    add("workflow", view.workflow)
    add("step", view.step)
    add("status", view.status)
    add("entity_type", view.entityType)
    add("entity_id", view.entityID, quoted: true)
    add("entity_label", view.entityLabel)
    for (key, party) in [("assigned_user", view.assignedUser), ("assigned_group", view.assignedGroup)] {
      switch party {
      case .unknown: break
      case .none: entries.append((key, "null"))
      case .value(let party):
        let name = party.name.map { ", name: \($0.yaml)" } ?? ""
        entries.append((key, "{ id: \(party.id.yamlQuoted)\(name) }"))
      }
    }
    if let escalated = view.escalated.value { entries.append(("escalated", String(escalated))) }
    if view.listedAsOverdue { entries.append(("overdue", "true")) }
    add("created", view.created.map { clock.text($0) }, quoted: true)
    add("due", view.due.map { clock.text($0) }, quoted: true)
    return entries
  }

  /// Values that the server left out and that a fixture would otherwise make up.
  private var unknown: [String] {
    let view = inquiry.view
    func isUnknown<Value>(_ value: Known<Value>) -> Bool { if case .unknown = value { true } else { false } }
    let fields = [
      ("status", isUnknown(view.status)), ("entity_id", isUnknown(view.entityID)),
      ("entity_label", isUnknown(view.entityLabel)), ("assigned_user", isUnknown(view.assignedUser)),
      ("assigned_group", isUnknown(view.assignedGroup)), ("due", isUnknown(view.due)),
      ("escalated", view.escalated.value == nil),
    ]
    return fields.filter(\.1).map { "task.\($0.0)" }
  }

  /// Values that could not be read, or were not read, and that must not count as missing.
  private var unreadable: [String] {
    let view = inquiry.view
    var paths = [("user", view.assignedUser), ("group", view.assignedGroup)].compactMap { key, party in
      if case .value(let party) = party, party.name == nil { "task.assigned_\(key).name" } else { nil }
    }
    guard let details = view.details else {
      return paths + (inquiry.snapshot.rules.rules.contains(where: \.needsDetails) ? ["captured", "form"] : [])
    }
    if details.gap != nil { paths.append("captured") }
    for step in details.lastRecords {
      if !step.isWhole { paths.append("captured.\(step.step)".yaml) }
      paths += step.captured.unreadable.map { "captured.\(step.step).\($0)".yaml }
    }
    if let form = details.form { paths += form.unreadable.map { "form.\($0)".yaml } } else { paths.append("form") }
    return paths
  }

  private var details: [String] {
    guard let details = inquiry.view.details else { return [] }
    var lines: [String] = []
    let steps = details.lastRecords
    if !steps.isEmpty {
      lines.append("    captured:")
      lines += steps.map { "      \($0.step.yaml): \(Self.map($0.captured))" }
      let results = steps.compactMap { step in step.result.map { "      \(step.step.yaml): \($0.yaml)" } }
      if !results.isEmpty { lines += ["    previous_result:"] + results }
    }
    if let form = details.form, !form.isEmpty { lines.append("    form: \(Self.map(form))") }
    if let results = details.results {
      lines.append("    results: [\(results.map(\.yaml).joined(separator: ", "))]")
    }
    return lines
  }

  private var name: String {
    guard let rule = decider else { return "nothing is done to task \(inquiry.view.id)" }
    return "task \(inquiry.view.id) is taken by \(rule.id)"
  }

  private var expectation: [String] {
    guard let rule = decider else { return ["no_action: \(nearMiss)"] }
    switch rule.action.rendered(for: inquiry.view, at: inquiry.at) {
    case .skip, .fail: return ["no_action: { near_miss: \(rule.id.yaml), unknown: then }"]
    case .ready(let action): return ["rule: \(rule.id.yaml)"] + Self.lines(of: action)
    }
  }

  private static func lines(of action: RenderedAction) -> [String] {
    switch action {
    case .complete(let result, let captured, let comment):
      var lines = ["complete:", "  result: \(result.yaml)"]
      if !captured.isEmpty {
        lines.append("  captured_data:")
        lines += captured.map { "    \($0.name.yaml): \(yaml($0.value))" }
      }
      if let comment { lines.append("  comment: \(comment.text.yaml)") }
      return lines
    case .reassign(let reassignment, _):
      switch reassignment.target {
      case .user(let id): return ["reassign: { user: \(id.yamlQuoted) }"]
      case .group(let id): return ["reassign: { group: \(id.yamlQuoted) }"]
      case .pool(let pool): return ["reassign: { pool: \(pool.name.yaml) }"]
      }
    }
  }

  /// The rule that came nearest, everything that keeps it from matching, and when time alone will remove that.
  private var nearMiss: String {
    guard let nearest = inquiry.explanations.min(by: { $0.distance < $1.distance }) else { return "{}" }
    var parts = ["near_miss: \(nearest.rule.yaml)"]
    for (key, truth) in [("failed", Truth.no), ("unknown", .unknown)] {
      let names = nearest.obstacles(truth)
      if names.count == 1 { parts.append("\(key): \(names[0].yaml)") }
      if names.count > 1 { parts.append("\(key): [\(names.map(\.yaml).joined(separator: ", "))]") }
    }
    if let time = nearest.matchesAt { parts.append("matches_at: \(clock.text(time).yamlQuoted)") }
    return "{ \(parts.joined(separator: ", ")) }"
  }

  private static func map(_ contents: [String: FieldContent]) -> String {
    let parts = contents.sorted { $0.key < $1.key }.compactMap { name, content -> String? in
      switch content {
      case .text(let text): "\(name.yaml): \(text.yamlQuoted)"
      // Not as a bare number: its digits stay as the server sent them.
      case .number(let digits): "\(name.yaml): \(digits.utf8.count <= 15 ? digits : digits.yamlQuoted)"
      case .boolean(let flag): "\(name.yaml): \(flag)"
      // A value that exists and cannot be read is named beside the fixture.
      case .null, .unreadable: "\(name.yaml): null"
      case .other: nil
      }
    }
    return parts.isEmpty ? "{}" : "{ \(parts.joined(separator: ", ")) }"
  }

  private static func yaml(_ value: Rules.Scalar) -> String {
    switch value {
    case .text(let text), .decimal(let text): text.yamlQuoted
    case .number(let number): number.description
    case .boolean(let flag): String(flag)
    }
  }
}

extension TaskDetails {
  /// A step that was repeated counts by its last time, as far as that is known.
  fileprivate var lastRecords: [StepRecord] {
    steps.enumerated().filter { index, step in
      index >= gap ?? 0 && !steps[(index + 1)...].contains { $0.step == step.step }
    }.map(\.element)
  }
}

extension [String: FieldContent] {
  fileprivate var unreadable: [String] { filter { $0.value == .unreadable }.keys.sorted() }
}

extension Explanation {
  /// How far the rule is from taking the task: conditions that are false count most, then unknown ones.
  fileprivate var distance: (Int, Int) { (obstacles(.no).count, obstacles(.unknown).count) }

  /// The conditions that keep the rule from matching, by their names in tests.
  fileprivate func obstacles(_ truth: Truth) -> [String] {
    var names = when.obstacles(truth)
    if let unless, unless.truth == truth.negated { names.append("unless") }
    return names
  }
}

extension Explanation.Node {
  fileprivate func obstacles(_ wanted: Truth) -> [String] {
    children.flatMap { child -> [String] in
      if child.key == "all_of", !child.isFact, child.truth != .yes { return child.obstacles(wanted) }
      return child.truth == wanted ? [child.testName] : []
    }
  }

  /// Tests write `captured.Quote.total`, and `previous_result` without its step.
  private var testName: String {
    guard !isFact, let space = key.firstIndex(of: " ") else { return key }
    let name = String(key[..<space])
    return name == "previous_result" ? name : "\(name).\(key[key.index(after: space)...])"
  }
}
