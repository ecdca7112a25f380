import CalendarTime
import Engine
import Foundation
import GeoTareas
import JSON
package import Log
import Pacing
import Records
import Rules

/// The plan for people.
extension Planner.Plan {
  /// What would be done, what is held back and why, what needs a person, what is only watched; what it costs, and what each
  /// rule decides about the tasks; and in the last line what it comes to.
  ///
  /// - Parameters:
  ///   - isVerbose: Whether the exact requests are shown.
  ///   - width: How many columns there are; nil for as many as it takes.
  package func lines(style: TextStyle = .plain, isVerbose: Bool = false, width: Int? = nil) -> [String] {
    var lines = heading(style, width)
    for section in sections {
      lines += [""] + style.bold(section.title).wrapped(within: width, indent: 2)
      let indent = String(repeating: " ", count: 2 + (section.actions.map { number(of: $0).count }.max() ?? 0))
      let rows = TextTable(nil, section.actions.map { cells(of: $0, style) }).lines(within: width)
      for (action, row) in zip(section.actions, rows) {
        lines += row
        for remark in section.remarks(action) {
          lines += (indent + style.doubtful(remark)).wrapped(within: width, indent: indent.count)
        }
        guard isVerbose, let write = action.write else { continue }
        lines.append(indent + style.faint("\(write.endpoint.rawValue) \(LogText.json(write.body.text))"))
      }
    }
    lines.append("")
    if count(.act) > 0 { lines += cost.wrapped(within: width, indent: 2) }
    lines += "limits: \(budgets.words)".wrapped(within: width, indent: 2)
    lines += rules(width)
    return lines + ["", style.bold(summary)]
  }

  /// Actions under one heading.
  private struct Section {
    var title: String
    var actions: [PlannedAction]
    /// What is said below an action.
    var remarks: (PlannedAction) -> [String]
  }

  private var sections: [Section] {
    func section(
      _ title: String, _ kinds: Set<PlannedAction.Kind>, _ remarks: @escaping (PlannedAction) -> [String]
    ) -> Section { Section(title: title, actions: actions.filter { kinds.contains($0.kind) }, remarks: remarks) }
    return
      ([section("to do now, in this order:", [.act]) { _ in [] }] + heldBack + [
        section("a person is needed:", [.blocked, .parked, .refused], forPeople),
        section("only said (by rules in shadow, or outside their canary share):", [.shadow, .outsideCanary]) { action in
          [action.insteadOf.map { "instead of \($0), which decides" }, action.why.map { LogText.safe($0) }]
            .compactMap(\.self)
        },
      ]).filter { !$0.actions.isEmpty }
  }

  /// What is held back, together what is held back by the same.
  private var heldBack: [Section] {
    var groups: [(key: String, actions: [PlannedAction])] = []
    for action in actions where action.kind == .held {
      let key = "\(action.heldBy ?? "") (\(action.why ?? ""))"
      if let index = groups.firstIndex(where: { $0.key == key }) {
        groups[index].actions.append(action)
      } else {
        groups.append((key, [action]))
      }
    }
    return groups.map { key, actions in
      // The same safeguard may end at a different time for each task.
      let ends = Set(actions.map(\.until))
      let end = ends.count == 1 ? until(actions[0]) : ""
      let what = actions[0].heldBy == "server" ? ": \(actions[0].why ?? "")" : " by \(key)"
      return Section(title: "held back\(LogText.safe(what))\(end):", actions: actions) { action in
        ends.count == 1 || action.until == nil ? [] : [String(until(action).dropFirst())]
      }
    }
  }

  private func until(_ action: PlannedAction) -> String { action.until.map { " until \(clock.stamp($0))" } ?? "" }

  /// What a person has to know, and whom the rule belongs to.
  private func forPeople(_ action: PlannedAction) -> [String] {
    let why = LogText.safe(action.why ?? "")
    let decide = "; decide: capataz journal show \(action.intent ?? "")"
    let what =
      switch action.kind {
      case .parked: "parked: \(why)\(decide)"
      case .refused: "the server refused it: \(why)\(decide)"
      default: "does not fit: \(why)"
      }
    return [what] + (action.rule.responsible.map { [$0] } ?? [])
  }

  private func heading(_ style: TextStyle, _ width: Int?) -> [String] {
    var lines = ["tenant \(tenant)"]
    if case .at(let date) = seen { lines[0] += ", as the daemon saw it at \(clock.stamp(date))" }
    var remarks: [String] = []
    if let trouble { remarks.append(style.bad("trouble: \(LogText.safe(trouble))")) }
    for wait in waits where wait.task == nil {
      remarks.append(style.doubtful("waits: " + wait.inWords(at: at, clock)))
    }
    if isDaemonDry { remarks.append(style.doubtful("the daemon runs with --dry-run: it sends nothing")) }
    return lines + remarks.flatMap { $0.wrapped(within: width, indent: 2) }
  }

  private func number(of action: PlannedAction) -> String { "  " + (action.turn.map { "\($0)." } ?? "-") }

  private func cells(of action: PlannedAction, _ style: TextStyle) -> [String] {
    let task = action.task
    return [
      number(of: action), task.place, task.about, style.bold(names.change(of: task, by: action.rule, action.write)),
      action.rule.id,
      action.kind == .outsideCanary ? "canary, outside its share" : action.rule.stage.rawValue,
      LogText.safe(task.id.rawValue),
    ]
  }

  private var cost: String {
    let order: [Endpoint] = [.complete, .reassign, .detail]
    let calls = order.compactMap { endpoint in price.calls[endpoint].map { "\($0) \(endpoint.rawValue)" } }
    let time = Duration.seconds(Int64(price.time.inSeconds.rounded(.up)))
    return "cost: \(price.calls.values.reduce(0, +).counted("API call")) (\(calls.joined(separator: ", "))), "
      + "about \(time.inWords)"
  }

  private func rules(_ width: Int?) -> [String] {
    guard !outlook.rules.isEmpty else { return [] }
    let table = TextTable(
      nil,
      outlook.rules.enumerated().map { index, rule in
        [
          "  \(index + 1).", rule.rule, rule.stage.rawValue, rule.needsDetails ? "reads the detail" : "list only",
          words(rule),
        ]
      })
    return ["rules, in the order they are tried:"] + table.lines(within: width).flatMap { $0 }
  }

  private func words(_ rule: RuleOutlook) -> String {
    var parts: [String] = []
    if rule.goes > 0 { parts.append("\(rule.goes) now") }
    for (restraint, count) in held(rule) { parts.append("\(count) would wait: \(words(restraint))") }
    if rule.settled > 0 { parts.append("\(rule.settled) already handled") }
    if rule.watches > 0 { parts.append("\(rule.watches) \(rule.stage == .canary ? "outside its share" : "shadow")") }
    if rule.blocked > 0 { parts.append("\(rule.blocked) left alone: the action does not fit") }
    var text = "takes \(rule.takes)" + (parts.isEmpty ? "" : ": " + parts.joined(separator: "; "))
    if rule.undecided > 0 {
      text += "; cannot be decided for \(rule.undecided)" + (rule.needsDetails ? ", whose detail was not read" : "")
    }
    return text
  }

  private func words(_ restraint: Restraint) -> String {
    "\(restraint.safeguard.rawValue) (\(LogText.safe(restraint.text)))"
      + (restraint.until.map { " until \(clock.stamp($0))" } ?? "")
  }

  private var clock: WallTime { WallTime(zoneNamed: timezone) }
}

extension Rule {
  /// Whom to ask about the rule, by its title and owner; nil where it names neither.
  var responsible: String? {
    let parts = [title, owner.map { "owner \($0)" }].compactMap(\.self)
    return parts.isEmpty ? nil : "rule '\(id)': \(LogText.safe(parts.joined(separator: "; ")))"
  }
}
