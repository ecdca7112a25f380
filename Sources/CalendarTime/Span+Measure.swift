package import Foundation

extension Span {
  /// The length in the units of a ruler's positions: milliseconds for clock time and open hours, days for working days.
  ///
  /// It is limited to ten billion units of clock time and a million of working time, which are centuries, so that sums
  /// fit.
  package var length: Fraction {
    let most: Int64 = isWorkingTime ? 1_000_000_000 : 10_000_000_000_000
    let thousandths = max(-most, min(most, thousandths))
    let milliseconds: Int128 =
      switch unit {
      case .second: 1
      case .minute: 60
      case .hour, .businessHour: 3_600
      case .day: 86_400
      case .businessDay: 0
      }
    guard unit != .businessDay else { return Fraction(numerator: Int128(thousandths), denominator: 1_000) }
    return Fraction(numerator: Int128(thousandths) * milliseconds, denominator: 1)
  }

  /// The first moment at which this much time has passed since `start`.
  ///
  /// Nil when working time is asked for and there is no calendar, or the calendar is never open.
  package func end(from start: Date, by calendar: WorkCalendar?) -> Date? {
    guard let ruler = TimeRuler(unit, calendar) else { return nil }
    guard thousandths > 0 else { return start }
    return ruler.moment(reaching: ruler.position(at: start) + length)
  }

  /// Whether this much has passed from `start` to `end`; nil as in ``end(from:by:)``.
  package func hasPassed(from start: Date, to end: Date, by calendar: WorkCalendar?) -> Bool? {
    guard let ruler = TimeRuler(unit, calendar) else { return nil }
    return ruler.position(at: end) - ruler.position(at: start) >= length
  }

  /// The time from `start` to `end` in a unit, rounded down to a thousandth of it; nil without the calendar that it
  /// needs.
  package static func between(_ start: Date, _ end: Date, in unit: Unit, by calendar: WorkCalendar?) -> Span? {
    guard let ruler = TimeRuler(unit, calendar) else { return nil }
    let passed = ruler.position(at: end) - ruler.position(at: start)
    guard unit != .businessDay else { return Span(thousandths: passed.thousandths, unit: unit) }
    let one = Span(thousandths: 1_000, unit: unit).length.numerator
    let part = Fraction(numerator: passed.numerator, denominator: passed.denominator * one)
    return Span(thousandths: part.thousandths, unit: unit)
  }
}
