import CalendarTime
import Rules
import YAML

extension ConditionDecoder {
  /// Reads `{ at_least: 2bd, less_than: 5bd }`.
  func timeTest(_ node: Node, _ field: TimeTest.Field) -> TimeTest? {
    let what = "'\(field.rawValue)'"
    if case .scalar(let scalar) = node.content, scalar.meaning != .null {
      return findings.expected(
        "a map with \(Keys.bounds.map { "'\($0)'" }.joined(separator: ", "))", node,
        advice: "write \(Self.bound(meantBy: scalar.text))")
    }
    guard let fields = Fields(node, what, keys: Keys.bounds, findings) else { return nil }
    guard Keys.bounds.contains(where: { fields[$0] != nil }) else {
      if !fields.hasUnknown { findings.error("\(what) is empty; expected at least one bound", at: node.mark) }
      return nil
    }
    let lower = bound(fields, what, ["at_least", "more_than"])
    let upper = bound(fields, what, ["at_most", "less_than"])
    guard lower != .some(nil), upper != .some(nil) else { return nil }
    let (low, high) = (lower.flatMap { $0 }, upper.flatMap { $0 })
    if let low, let high, isEmpty(low, high) {
      findings.error("\(what) can never hold: \(low.span) is not before \(high.span)", at: node.mark)
      return nil
    }
    let isWorkingTime = [low, high].contains { $0?.span.isWorkingTime == true }
    guard isWorkingTime else { return TimeTest(field, lower: low, upper: high, calendar: nil) }
    let span = [low, high].compactMap { $0?.span }.first { $0.isWorkingTime }
    guard let calendar = calendar(for: span, at: node.mark) else { return nil }
    return TimeTest(field, lower: low, upper: high, calendar: calendar)
  }

  /// The map that the user meant with a text such as `>2d`; an example where that is not clear.
  private static func bound(meantBy text: String) -> String {
    let signs = [
      (">=", "at_least"), ("=>", "at_least"), ("≥", "at_least"), (">", "more_than"), ("<=", "at_most"),
      ("=<", "at_most"), ("≤", "at_most"), ("<", "less_than"), ("", "at_least"),
    ]
    for (sign, key) in signs where text.hasPrefix(sign) {
      let typed = String(text.dropFirst(sign.count).drop { $0 == " " })
      let span = UnitWords.spelled(typed, units: Span.Unit.allCases.map(\.rawValue)) ?? typed
      if (try? SpanText.parse(span)) != nil { return "{ \(key): \(span) }" }
    }
    return "for example { at_least: 2d }"
  }

  private func calendar(for span: Span?, at mark: Mark) -> WorkCalendar? {
    switch measure {
    case .calendar(let calendar): return calendar
    case .wrong: return nil
    case .none:
      if let span { findings.needsCalendar(span, at: mark) }
      return nil
    }
  }

  /// The bound that one of two keys gives: nil for none, `.some(nil)` for a wrong one.
  private func bound(_ fields: Fields, _ what: String, _ keys: [String]) -> TimeTest.Bound?? {
    let present = keys.filter { fields[$0] != nil }
    guard let key = present.first, let node = fields[key] else { return .none }
    if present.count > 1 {
      findings.error(
        "\(what) has '\(present[0])' and '\(present[1])'; expected one of them", at: fields.mark(of: present[1]))
      return .some(nil)
    }
    return .some(
      findings.span(node, mayBeZero: true).map {
        TimeTest.Bound($0, isInclusive: key == "at_least" || key == "at_most")
      })
  }

  /// True when no length of time is in both; spans of different kinds are not compared.
  private func isEmpty(_ lower: TimeTest.Bound, _ upper: TimeTest.Bound) -> Bool {
    let low = lower.span.length
    let high = upper.span.length
    guard low.kind == high.kind else { return false }
    return low.amount > high.amount || (low.amount == high.amount && !(lower.isInclusive && upper.isInclusive))
  }
}

extension Span {
  /// The length in thousandths of a second, or of the unit of working time.
  fileprivate var length: (amount: Int64, kind: Unit) {
    switch unit {
    case .second: (thousandths, .second)
    case .minute: (thousandths * 60, .second)
    case .hour: (thousandths * 3600, .second)
    case .day: (thousandths * 86_400, .second)
    case .businessHour, .businessDay: (thousandths, unit)
    }
  }
}

extension Diagnostics {
  /// Reports that working time is used where no calendar measures it.
  func needsCalendar(_ span: Span, at mark: Mark) {
    error("'\(span)' needs a calendar; name one with 'calendar' in the rule or in 'defaults'", at: mark)
  }
}
