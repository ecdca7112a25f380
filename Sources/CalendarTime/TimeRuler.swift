package import Foundation

/// A ruler along the time line: the clock, or a calendar's open hours or working days.
///
/// A position says how far the ruler has come since a moment long ago. Only differences have a meaning.
package struct TimeRuler: Sendable {
  enum Kind: Sendable {
    case clock
    case openHours(OpenHours)
    case workdays(OpenHours)
  }

  let kind: Kind

  /// The ruler that measures `unit`; nil when it needs a calendar and there is none.
  package init?(_ unit: Span.Unit, _ calendar: WorkCalendar?) {
    switch unit {
    case .second, .minute, .hour, .day: kind = .clock
    case .businessHour:
      guard let calendar else { return nil }
      kind = .openHours(calendar.hours)
    case .businessDay:
      guard let calendar else { return nil }
      kind = .workdays(calendar.hours)
    }
  }

  /// In milliseconds, or in working days.
  package func position(at date: Date) -> Fraction {
    let time = date.milliseconds
    switch kind {
    case .clock: return Fraction(numerator: Int128(time), denominator: 1)
    case .openHours(let hours): return Fraction(numerator: Int128(hours.openTime(at: time)), denominator: 1)
    case .workdays(let hours):
      let day = hours.day(at: time)
      let whole = Int128(hours.workdays(before: day))
      guard hours.isWorkday(day) else { return Fraction(numerator: whole, denominator: 1) }
      let (before, total) = hours.length(ofDay: day)
      let part = min(max(0, hours.openTime(at: time) - before), total)
      guard total > 0 else { return Fraction(numerator: whole, denominator: 1) }
      return Fraction(numerator: whole * Int128(total) + Int128(part), denominator: Int128(total))
    }
  }

  /// The first moment at which the position is `target` or more; nil if there is none.
  package func moment(reaching target: Fraction) -> Date? {
    switch kind {
    case .clock: return Date(milliseconds: Int64(clamping: target.roundedUp))
    case .openHours(let hours):
      return hours.moment(reaching: Int64(clamping: target.roundedUp)).map { Date(milliseconds: $0) }
    case .workdays(let hours):
      let whole = target.roundedUp - 1
      guard let day = hours.workday(after: Int(clamping: whole)) else { return nil }
      let (before, total) = hours.length(ofDay: day)
      let rest = target - Fraction(numerator: whole, denominator: 1)
      let part = Fraction(numerator: rest.numerator * Int128(total), denominator: rest.denominator).roundedUp
      return hours.moment(reaching: before + Int64(part)).map { Date(milliseconds: $0) }
    }
  }

  /// A second after `date`, where the position has just reached a bound.
  ///
  /// Where the ruler stands still there, it is a second after it moves again.
  package func moment(after date: Date) -> Date? {
    switch kind {
    case .clock: return date + 1
    case .openHours(let hours), .workdays(let hours):
      let time = date.milliseconds
      return hours.moment(reaching: hours.openTime(at: time) + 1).map { Date(milliseconds: $0 - 1) + 1 }
    }
  }
}
