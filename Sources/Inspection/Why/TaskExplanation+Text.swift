import CalendarTime
import Engine
import Foundation
import GeoTareas
package import Log
import Records
import RuleFiles
import Rules

/// The answer for people.
extension TaskExplanation {
  /// First what would happen, then the task, what the journal says, and every rule condition by condition.
  package func lines(style: TextStyle = .plain) -> [String] {
    var lines = [headline(style)]
    if prospect.needsPerson, let rule = prospectRule?.responsible {
      lines.append(style.bad("a person is needed: \(rule)"))
    }
    lines += ["task \(LogText.safe(row.task.id.rawValue))  \(aboutTask)", "  \(hands)"]
    if case .at(let date) = snapshot.age {
      lines.append(style.faint("as the daemon saw it at \(WallTime(zone: snapshot.zone).stamp(date))"))
    }
    if let time = snapshot.detailTimes[row.task.id] {
      lines.append(style.faint("its detail as it was read at \(WallTime(zone: snapshot.zone).stamp(time))"))
    } else if view.details == nil {
      lines.append(style.faint(withoutDetail))
      if let form { lines += form.lines(WallTime(zone: snapshot.zone)).map { style.faint($0) } }
    }
    // What has ended is told with all that it rested on, behind this.
    for intent in intents where intent.state.isUnresolved {
      lines.append(
        "journal: \(intent.id) \(intent.state.rawValue) since \(WallTime(zone: snapshot.zone).stamp(intent.changedAt)), "
          + "\(LogText.safe(intent.write.inWords)), rule \(intent.rule)"
          + (intent.note.isEmpty ? "" : ": \(LogText.safe(intent.note))"))
    }
    for wait in snapshot.waits where wait.task == nil || wait.task == row.task.id.rawValue {
      lines.append(style.doubtful("waits: " + wait.inWords(at: at, WallTime(zone: snapshot.zone))))
    }
    let text = ExplanationText(zone: snapshot.zone, style: style)
    for (index, explanation) in explanations.enumerated() where !isElsewhere(index) {
      lines.append("")
      lines += text.lines(of: explanation, rule: snapshot.rules.rules[index], number: index + 1, turn: turn(of: index))
    }
    let elsewhere = explanations.indices.filter(isElsewhere).map { explanations[$0].rule }
    if !elsewhere.isEmpty { lines += ["", style.faint(Self.folded(elsewhere))] }
    if explanations.isEmpty { lines.append("the tenant has no rules") }
    return lines
  }

  /// Whether a rule is for another workflow, which is all that there is to say about it.
  private func isElsewhere(_ index: Int) -> Bool {
    index != verdict.match && !verdict.watching.contains(index)
      && explanations[index].when.children.contains { $0.key == "workflow" && !$0.isFact && $0.truth == .no }
  }

  /// The most names of rules in one line.
  private static let mostNames = 6

  private static func folded(_ rules: [String]) -> String {
    let names = rules.prefix(mostNames).joined(separator: ", ")
    let rest = rules.count > mostNames ? " and \(rules.count - mostNames) more" : ""
    return "\(rules.count.counted("rule is", "rules are")) for other workflows: \(names)\(rest)"
  }

  private var withoutDetail: String {
    let why = verdict.askers.isEmpty ? "no rule needed it" : "the daemon has not come to it yet"
    return "detail not read (\(why)), so conditions on captured data, form and results show as unknown"
  }

  private func turn(of index: Int) -> ExplanationText.Turn {
    if verdict.watching.contains(index) { return .watches }
    guard let match = verdict.match, index >= match else { return .asked }
    return index == match ? .decides : .behind(snapshot.rules.rules[match].id)
  }

  private func headline(_ style: TextStyle) -> String {
    let text = LogText.safe(prospect.reason)
    let line = text.prefix(1).uppercased() + text.dropFirst() + "."
    return switch prospect.kind {
    case .act: style.good(line)
    case .shadow, .held, .undecided: style.doubtful(line)
    case .blocked: style.bad(line)
    case .none: style.bold(line)
    }
  }

  private var aboutTask: String {
    "\(Self.text(view.workflow)) / \(Self.text(view.step))  \(Self.text(view.status))  "
      + "\(Self.text(view.entityType)) \(Self.text(view.entityLabel))"
  }

  private var hands: String {
    let clock = WallTime(zone: snapshot.zone)
    let (user, group) = (Self.text(view.assignedUser.map(\.inWords)), Self.text(view.assignedGroup.map(\.inWords)))
    let (created, due) = (Self.text(view.created.map { clock.stamp($0) }), Self.text(view.due.map { clock.stamp($0) }))
    return "user \(user), group \(group), created \(created), due \(due)"
  }

  private static func text(_ value: Known<String>) -> String {
    switch value {
    case .unknown: "?"
    case .none: "none"
    case .value(let text): LogText.safe(text)
    }
  }
}

extension KnownForm {
  /// What a task of the step asks for, and when that was seen.
  fileprivate func lines(_ clock: WallTime) -> [String] {
    let results = (form.results ?? []).map { LogText.safe($0.code) }
    let fields = (form.fields ?? []).map { LogText.safe("\($0.name) (\($0.type)\($0.required ? ", required" : ""))") }
    return ["tasks of this step, as seen on \(clock.day(lastSeen)):"]
      + [("results", results), ("fields", fields)].map {
        "  \($0): \($1.isEmpty ? "none" : $1.joined(separator: ", "))"
      }
  }
}

extension Party {
  fileprivate var inWords: String { "\(name ?? "?") (\(id))" }
}
