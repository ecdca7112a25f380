package import CalendarTime
import GeoTareas
import Journal
package import Log
import Records
import Rules

/// The answer for people.
extension PastEffect {
  /// What was done, to which task, by which rule, on which conditions, and the rule's text of then.
  ///
  /// - Parameter clock: The clocks of the tenant's zone.
  package func lines(_ clock: WallTime, style: TextStyle = .plain) -> [String] {
    var lines = [headline(clock, style)]
    lines.append("  task \(LogText.safe(intent.task.rawValue))\(about)")
    if !intent.note.isEmpty { lines.append("  \(intent.state.rawValue): \(LogText.safe(intent.note))") }
    lines.append("  rule \(style.bold(intent.rule))\(whose)  \(style.faint(ruleNow.words(intent.ruleFingerprint)))")
    let text = ConditionLines(style: style, indent: 2, zone: clock.zone)
    for grounds in grounds {
      let which = self.grounds.count > 1 ? "attempt \(grounds.attempt), " : ""
      lines.append("  \(which)decided at \(clock.stamp(grounds.at)) by what was read then:")
      lines += text.lines(of: Explanation.Node(grounds.when), depth: 2)
      if let unless = grounds.unless { lines += text.lines(of: Explanation.Node(unless), depth: 2) }
    }
    if grounds.isEmpty {
      lines.append(
        style.faint(
          intent.attempts == 0
            ? "  nothing was sent" : "  what it rested on is not in the journal: it is kept for 400 days"))
    }
    return lines + ruleLines(style)
  }

  private func headline(_ clock: WallTime, _ style: TextStyle) -> String {
    let line =
      "\(intent.id)  \(intent.state.rawValue)  \(LogText.safe(intent.write.inWords))  \(clock.stamp(intent.changedAt))"
    return switch intent.state {
    case .done: style.good(line)
    case .refused, .parked: style.bad(line)
    case .planned, .armed, .unknown: style.doubtful(line)
    case .superseded: style.bold(line)
    }
  }

  private var about: String {
    guard let task = grounds.last?.task else { return "" }
    let step = [task.workflow, task.step].compactMap(\.self).joined(separator: " / ")
    let entity = [task.entityType, task.entityLabel].compactMap(\.self).joined(separator: " ")
    let hands = [task.user, task.group].compactMap(\.self).joined(separator: ", ")
    let parts = [step, entity, hands.isEmpty ? "" : "with \(hands)"].filter { !$0.isEmpty }
    return parts.isEmpty ? "" : "  " + parts.map { LogText.safe($0) }.joined(separator: "  ")
  }

  private var whose: String {
    let parts = [rule?.text.title, rule?.text.owner.map { "owner \($0)" }].compactMap(\.self)
    return parts.isEmpty ? "" : " (\(LogText.safe(parts.joined(separator: "; "))))"
  }

  private func ruleLines(_ style: TextStyle) -> [String] {
    guard let rule else {
      return [style.faint("  the rule's text of then is not in the journal: it was loaded by an older version")]
    }
    let place = "\(rule.text.file):\(rule.text.line)"
    return ["  the rule as it was (\(LogText.safe(place, cap: LogText.pathCap))):"]
      + rule.text.text.split(separator: "\n").map { "    " + LogText.escaped(String($0)) }
  }
}

extension PastEffect.RuleNow {
  fileprivate func words(_ fingerprint: String) -> String {
    switch self {
    case .same: "fingerprint \(fingerprint), the same as now"
    case .changed: "fingerprint \(fingerprint), changed since"
    case .gone: "fingerprint \(fingerprint), not among the rules any more"
    case .unknown: "fingerprint \(fingerprint)"
    }
  }
}
