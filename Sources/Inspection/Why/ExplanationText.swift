import CalendarTime
package import Foundation
package import Log
package import Rules

/// Writes why a rule takes a task or does not, one condition per line.
package struct ExplanationText: Sendable {
  /// When it was a rule's turn.
  package enum Turn: Sendable, Equatable {
    case asked
    case decides
    /// It only watches, and keeps no rule behind it from the task.
    case watches
    /// The earlier rule of this name decides.
    case behind(String)
  }

  private let clock: WallTime
  private let style: TextStyle

  package init(zone: TimeZone, style: TextStyle = .plain) {
    clock = WallTime(zone: zone)
    self.style = style
  }

  /// The lines about one rule.
  package func lines(of explanation: Explanation, rule: Rule, number: Int, turn: Turn) -> [String] {
    var head =
      "\(number). \(style.bold(rule.id))  \(rule.stage.rawValue)  \(style.paint(explanation.truth.word, explanation.truth))"
    switch turn {
    case .asked: break
    case .decides: head += "  <- decides"
    case .watches: head += "  <- only watches"
    case .behind(let decider): head += style.faint("  not asked: '\(decider)' decides")
    }
    var lines = [head + style.faint("  \(rule.source.file):\(rule.source.line)")]
    let conditions = ConditionLines(style: style, indent: 3, zone: clock.zone)
    lines += conditions.lines(of: explanation.when, depth: 1)
    if let unless = explanation.unless { lines += conditions.lines(of: unless, depth: 1) }
    if let time = explanation.matchesAt {
      lines.append("   matches at \(clock.stamp(time)) (\(clock.weekday(time))) if nothing but time changes")
    }
    return lines
  }
}

extension Truth {
  /// The word for the answer, for people and programs.
  package var word: String {
    switch self {
    case .yes: "true"
    case .no: "false"
    case .unknown: "unknown"
    }
  }
}
