import CalendarTime
import Foundation

extension Safeguards {
  /// The safeguards that are set, by name; empty without any.
  ///
  /// The canary's share counts only in its stage, and the calendar only where working time is measured.
  func canonical(in stage: Rule.Stage) -> String {
    var parts: [String] = []
    func add(_ name: String, _ value: String?) {
      if let value { parts.append("(\(name) \(value))") }
    }
    add("per_cycle", limit?.perCycle.map { "\($0)" })
    add("per_hour", limit?.perHour.map { "\($0)" })
    add("per_day", limit?.perDay.map { "\($0)" })
    add("share", limit?.share?.canonical)
    add("sum_per_day", limit?.sumPerDay.map { "\($0.field.canonical) \($0.atMost.canonical)" })
    add("cooldown", cooldown.map { canonical($0) })
    add("max_hops", maxHops.map { "\($0)" })
    add("after_human_touch", afterHumanTouch.map { canonical($0) })
    add("run_within", runWithin?.canonical)
    if stage == .canary { add("canary", canaryShare?.canonical) }
    return parts.isEmpty ? "()" : Canonical.ordered("safeguards", parts)
  }

  private func canonical(_ span: Span) -> String {
    span.isWorkingTime ? "\(span.canonical) \(calendar?.canonical ?? "()")" : span.canonical
  }
}
