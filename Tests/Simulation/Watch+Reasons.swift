import CalendarTime
import Engine
import Foundation
import GeoTareas
import Pacing
import Records
import Rules

/// What a decision rests on is so.
extension Watch {
  /// The engine has decided so about a task.
  ///
  /// - Parameters:
  ///   - known: All intents of the task, in the order of their last changes.
  ///   - touched: When somebody else was last seen to have changed the task.
  mutating func check(
    _ decision: Decision, about task: TaskID, _ rules: [Rule], _ known: [Intent], touched: Date?, at now: Duration,
    _ wall: Date
  ) {
    let open = known.first { $0.state.isUnresolved }
    let settles = max(resolved[task] ?? .zero, began) + scenario.settings.settleTime
    let doubt: String? =
      switch decision {
      case .notOpen(let status): ["PENDING", "IN_PROGRESS"].contains(status) ? "it is \(status)" : nil
      case .busy(_, let intent?): open?.id == intent.id && open?.state == .armed ? nil : "\(intent.id) is not armed"
      case .past(_, _, .unresolved(let intent)):
        open?.id == intent.id && open?.state == intent.state && intent.state != .planned
          ? nil : "\(intent.id) is not \(intent.state)"
      case .past(_, _, .settling(let intent, _)):
        known.contains { $0.id == intent.id } ? nil : "there is no intent \(intent.id)"
      case .past(_, _, .doneBefore(let intent)):
        !known.contains { $0.id == intent.id && $0.endsItsEffect }
          ? "\(intent.id) is \(intent.state)" : now < settles ? "what \(intent.id) left may not show yet" : nil
      case .past(_, _, .alreadyThere): now < settles && !known.isEmpty && open == nil ? "that may not show yet" : nil
      case .restrained(let rule, let reason, _): doubt(about: reason, of: rules[rule], known, touched, wall)
      case .candidate(let rule, _, _):
        if let open, open.state != .planned {
          "\(open.id) is \(open.state)"
        } else if now < settles, !known.isEmpty, open == nil {
          "what was done before may not show yet"
        } else {
          obstacle(to: rules[rule], known, touched, wall)
        }
      default: nil
      }
    if let doubt { note(.reasons, "\(task): it is decided '\(decision.reason(rules))', but \(doubt)") }
  }

  /// What is wrong with a reason that a safeguard gives.
  private func doubt(
    about reason: SafeguardReason, of rule: Rule, _ known: [Intent], _ touched: Date?, _ wall: Date
  ) -> String? {
    let done = known.filter { $0.state == .done }
    switch reason {
    case .maxHops(let hops, let most):
      return hops == done.count && hops >= most && rule.safeguards.maxHops == most ? nil : "there were \(done.count)"
    case .cooldown(_, let until):
      guard let last = done.last(where: { $0.rule == rule.id }) else { return "the rule has done nothing" }
      let end = rule.safeguards.cooldown?.end(from: last.changedAt, by: rule.safeguards.calendar)
      return end == until && until.map { $0 > wall } ?? true ? nil : "it ends at \(end ?? .distantFuture)"
    case .afterHumanTouch(_, let until):
      guard let touched else { return "nobody has touched it" }
      let end = rule.safeguards.afterHumanTouch?.end(from: touched, by: rule.safeguards.calendar)
      return end == until && until.map { $0 > wall } ?? true ? nil : "it ends at \(end ?? .distantFuture)"
    }
  }

  /// The safeguard that keeps a rule from a task.
  private func obstacle(to rule: Rule, _ known: [Intent], _ touched: Date?, _ wall: Date) -> String? {
    let guards = rule.safeguards
    let done = known.filter { $0.state == .done }
    if let most = guards.maxHops, done.count >= most { return "it had \(done.count) effects" }
    if let cooldown = guards.cooldown, let last = done.last(where: { $0.rule == rule.id }),
      wall < cooldown.end(from: last.changedAt, by: guards.calendar) ?? .distantFuture
    {
      return "its cooldown is not over"
    }
    if let quiet = guards.afterHumanTouch, let touched,
      wall < quiet.end(from: touched, by: guards.calendar) ?? .distantFuture
    {
      return "somebody touched it at \(touched)"
    }
    return nil
  }
}

extension Intent {
  /// True where the same effect is not made again in the same episode.
  fileprivate var endsItsEffect: Bool {
    [.done, .refused].contains(state) || (state == .superseded && verdict == .drop)
  }
}
