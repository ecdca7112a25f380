import Engine
package import Foundation
package import GeoTareas
import Pacing
package import Records
package import RuleFiles
package import Rules

/// What would be done about a task, as far as people decide it who edit rules.
package enum Ruling: Sendable, Equatable {
  case nothing
  /// Only the task's detail, which was not read, can tell.
  case needsDetails
  /// A rule takes it, whether or not its limits hold the effect back.
  case rule(String, Rule.Stage, Rules.Action)
}

/// What a rule set decides about the tasks of a poll, whatever was done to them before.
package struct Rulings: Sendable {
  /// A tenant's settings and rules.
  package typealias Side = (tenant: TenantConfiguration, rules: RuleSet)

  private let rules: RuleSet
  private let decisions: [TaskID: Decision]

  /// Decides about every task of `listing`, with the details in it; the server is not asked.
  package init(about listing: TaskListing, _ side: Side, at date: Date) {
    let now = ClockReading(boot: "", instant: Instant(nanoseconds: 0), wall: date)
    let engine = Engine.seeing(
      listing, knowing: Recollection(), settings: Settings(lookingAt: side.tenant), rules: side.rules, at: now)
    rules = side.rules
    decisions = engine.decisions(at: now)
  }

  /// What is decided about a task; nothing about one that was not listed.
  package subscript(task: TaskID) -> Ruling {
    switch decisions[task] {
    case nil, .undecided: .nothing
    case .needsDetail: .needsDetails
    default: rule(on: task).map { .rule($0.id, $0.stage, $0.action) } ?? .nothing
    }
  }

  /// The rule that takes a task; nil where none does.
  package func rule(on task: TaskID) -> Rule? {
    switch decisions[task] {
    case nil, .undecided, .needsDetail: nil
    case let decision?: decision.rule.map { rules.rules[$0] }
    }
  }

  /// The request that the rule would make; nil where it depends on a pool's turn, or the task's detail.
  package func write(on task: TaskID) -> Write? { decisions[task]?.write }
}

extension Decision {
  /// What would be sent.
  fileprivate var write: Write? {
    switch self {
    case .shadow(_, let proposal), .outsideCanary(_, let proposal), .restrained(_, _, let proposal):
      switch proposal {
      case .write(let write, _, nil), .misfit(let write, _): write
      case .write, .skip, .block: nil
      }
    case .candidate(_, let candidate, _): candidate.pool == nil ? candidate.write : nil
    case .misfit(_, let write, _), .unrecalled(_, let write), .blockedBefore(_, let write, _): write
    case .past(_, let write, _): write
    case .busy(_, let intent): intent?.write
    case .unreadable, .notOpen, .needsDetail, .noRule, .undecided, .waitsForPoll, .lacksDetail, .leftAlone, .blocked:
      nil
    }
  }
}
