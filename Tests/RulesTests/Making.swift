import CalendarTime
import Foundation
import Patterns
import Rules

/// Short ways to make what the tests need.
enum Make {
  static let guayaquil = zone("America/Guayaquil")

  static func zone(_ name: String) -> TimeZone { TimeZone(identifier: name) ?? .gmt }

  /// A moment of the wall clock, `2026-03-09T15:30`; the first of two.
  static func date(_ text: String, _ zone: TimeZone = guayaquil) -> Date {
    let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let time = numbers.dropFirst(3) + [0, 0, 0]
    let parts = DateComponents(
      year: numbers[0], month: numbers[1], day: numbers[2], hour: time[time.startIndex],
      minute: time[time.startIndex + 1], second: time[time.startIndex + 2])
    return calendar.date(from: parts) ?? .distantPast
  }

  static func day(_ year: Int, _ month: Int, _ day: Int) throws -> CivilDate {
    guard let date = CivilDate(year: year, month: month, day: day) else { throw Missing() }
    return date
  }

  /// Monday to Friday, 9 to 13 and 14 to 18.
  static func office(_ zone: TimeZone = guayaquil, closed: Set<CivilDate> = []) -> WorkCalendar {
    let openings = [WorkCalendar.Opening(start: 540, end: 780), .init(start: 840, end: 1080)]
    return WorkCalendar(
      name: "office", zone: zone, open: Dictionary(uniqueKeysWithValues: (1...5).map { ($0, openings) }), closed: closed
    )
  }

  /// `2bd`, `1.5h`.
  static func span(_ text: String) -> Span {
    let digits = text.prefix { $0.isNumber || $0 == "." }
    let parts = digits.split(separator: ".")
    let fraction = parts.count > 1 ? Int64((parts[1] + "000").prefix(3)) ?? 0 : 0
    return Span(
      thousandths: (Int64(parts[0]) ?? 0) * 1_000 + fraction,
      unit: Span.Unit(rawValue: String(text.dropFirst(digits.count))) ?? .second)
  }

  static func rule(
    _ id: String = "r", _ when: Condition, unless: Condition? = nil,
    then action: Action = .complete(Completion(result: "ok")), safeguards: Safeguards = Safeguards()
  ) -> Rule {
    Rule(
      id: id, stage: .live, when: when, unless: unless, action: action, safeguards: safeguards, fingerprint: id,
      source: .init(file: "f", line: 1))
  }

  static func time(
    _ field: TimeTest.Field, atLeast: String? = nil, moreThan: String? = nil, atMost: String? = nil,
    lessThan: String? = nil, by calendar: WorkCalendar? = nil
  ) -> Condition {
    let lower =
      atLeast.map { TimeTest.Bound(span($0), isInclusive: true) }
      ?? moreThan.map { TimeTest.Bound(span($0), isInclusive: false) }
    let upper =
      atMost.map { TimeTest.Bound(span($0), isInclusive: true) }
      ?? lessThan.map { TimeTest.Bound(span($0), isInclusive: false) }
    return .test(.time(TimeTest(field, lower: lower, upper: upper, calendar: calendar)))
  }

  static func value(
    in place: ValueTest.Place = .captured(step: "Quote", field: "total"), as type: ValueType = .decimal,
    _ comparisons: ValueTest.Comparison...
  ) -> Condition {
    .test(.value(ValueTest(place, as: type, comparisons)))
  }

  static func decimal(_ text: String) throws -> TypedValue {
    guard let value = Decimal(string: text, locale: nil) else { throw Missing() }
    return .decimal(value)
  }

  /// The quote of the rule tests in the manual.
  static func quote(total: FieldContent? = .text("4300.50")) -> TaskView {
    var task = TaskView(
      id: "1", instanceID: "7", workflow: .value("Quote"), step: .value("Approve"), status: .value("PENDING"),
      assignedUser: .none, assignedGroup: .none, entityType: .value("CUENTA"), entityID: .value("9"),
      entityLabel: .value("Acme Corp"), due: .none, created: .value(date("2026-03-09T09:00")), escalated: .value(false),
      zone: guayaquil)
    task.details = TaskDetails(
      steps: [StepRecord(step: "Quote", result: "sent", captured: total.map { ["total": $0] } ?? [:])], form: [:],
      results: ["approved", "rejected"])
    return task
  }

  struct Missing: Error {}
}

extension TaskView {
  func with(_ change: (inout TaskView) -> Void) -> TaskView {
    var copy = self
    change(&copy)
    return copy
  }
}
