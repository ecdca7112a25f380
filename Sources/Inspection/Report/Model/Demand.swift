/// Something that waits for a person: since when, whose it is, and what to type.
package typealias Demand = Matter<DemandKind>

/// Why a person is needed.
package enum DemandKind: String, Sendable, CaseIterable {
  /// No daemon runs: nothing is done.
  case notRunning = "not_running"
  /// The tenant's files were refused, and it does not run.
  case leftOut = "left_out"
  /// The tenant's files were refused, and it goes on with what it had.
  case filesRefused = "files_refused"
  /// The server, or what stands before it, keeps us from working.
  case server
  /// Nobody can prove whether an effect is there.
  case parked
  /// The server refused an effect, and its task is as it was.
  case refused
  /// The daemon itself holds a rule, because its effects go wrong.
  case ruleHeld = "rule_held"
  /// Tasks do not fit what a rule would do.
  case blocked
}

extension Demand {
  /// What can be typed.
  package struct Command: Sendable, Equatable {
    /// What the line says, where there is a choice.
    package enum Meaning: String, Sendable, CaseIterable { case show, done, notDone, drop }

    package var line: String
    package var meaning: Meaning?

    package init(_ line: String, _ meaning: Meaning? = nil) {
      self.line = line
      self.meaning = meaning
    }
  }

  /// What to type, in the order in which one would.
  package var commands: [Command] {
    switch kind {
    case .notRunning: return [Command("systemctl start capataz")]
    case .leftOut, .filesRefused: return [Command("capataz check"), Command("capataz reload")]
    case .server: return [Command("capataz status --tenant \(tenant)"), Command("capataz reload")]
    case .ruleHeld: return [Command("capataz release \(hold ?? 0)")]
    case .blocked:
      let rule = rule.map { " --rule \($0.id)" } ?? ""
      return [Command("capataz journal decisions --kind blocked --tenant \(tenant)\(rule)")]
    case .parked, .refused:
      guard let intent else { return [Command("capataz journal list --tenant \(tenant) --state \(kind.rawValue)")] }
      return [
        Command("capataz journal show \(intent)", .show),
        Command("capataz resolve \(intent) --done --why TEXT", .done),
        Command("capataz resolve \(intent) --not-done --why TEXT", .notDone),
        Command("capataz resolve \(intent) --drop --why TEXT", .drop),
      ]
    }
  }
}
