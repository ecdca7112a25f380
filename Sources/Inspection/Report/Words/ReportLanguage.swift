import CalendarTime
import Foundation

/// A language of the report, with its way to write numbers and times.
///
/// Sources: CLDR for English and for Spanish in Ecuador; RAE, Ortografía 2010, for numbers of four digits, which stay
/// together.
package enum ReportLanguage: String, Sendable, CaseIterable {
  case en, es

  var words: ReportWords {
    switch self {
    case .en: .english
    case .es: .spanish
    }
  }

  /// The number with its digits in groups.
  func number(_ value: Int) -> String {
    let digits = String(abs(value))
    guard digits.count > (self == .es ? 4 : 3) else { return String(value) }
    var out = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { out += self == .es ? "." : "," }
      out.append(digit)
    }
    return value < 0 ? "-" + out : out
  }

  /// A length of time in its largest unit, with a decimal where it is short.
  func length(_ seconds: Double) -> String {
    let (value, unit): (Double, String) =
      switch seconds {
      case ..<120: (seconds, "s")
      case ..<7_200: (seconds / 60, "min")
      case ..<172_800: (seconds / 3_600, "h")
      default: (seconds / 86_400, "d")
      }
    let tenths = Int((value * 10).rounded())
    guard value < 10, tenths % 10 != 0 else { return "\(number(Int(value.rounded()))) \(unit)" }
    return "\(tenths / 10)\(self == .es ? "," : ".")\(tenths % 10) \(unit)"
  }

  /// Day, time to the minute, and offset: `29 Nov 2026, 06:18 -05:00`.
  func moment(_ date: Date, in zone: TimeZone) -> String {
    "\(day(date, in: zone)), \(clock(date, in: zone)) \(offset(date, in: zone))"
  }

  /// The day with its year.
  func day(_ date: Date, in zone: TimeZone) -> String {
    let (year, _, _) = CivilDate(date, in: zone).parts
    return "\(shortDay(date, in: zone)) \(year)"
  }

  /// The day without its year.
  func shortDay(_ date: Date, in zone: TimeZone) -> String {
    let (_, month, day) = CivilDate(date, in: zone).parts
    return "\(day) \(words.months[(month - 1) % 12])"
  }

  /// The month with its year.
  func month(_ date: Date, in zone: TimeZone) -> String {
    let (year, month, _) = CivilDate(date, in: zone).parts
    return "\(words.months[(month - 1) % 12]) \(year)"
  }

  /// Hour and minute.
  func clock(_ date: Date, in zone: TimeZone) -> String {
    String(WallTime(zone: zone).time(date).prefix(5))
  }

  private func offset(_ date: Date, in zone: TimeZone) -> String {
    String(WallTime(zone: zone).stamp(date).suffix(6))
  }

  /// The beginning of a part of the span, as a mark below a bar.
  func mark(_ date: Date, _ unit: BarUnit, in zone: TimeZone) -> String {
    switch unit {
    case .hour: clock(date, in: zone)
    case .day, .week: shortDay(date, in: zone)
    case .month: month(date, in: zone)
    }
  }

  /// The beginning of a part of the span, in full, for a row of a table.
  func name(_ date: Date, _ unit: BarUnit, in zone: TimeZone) -> String {
    switch unit {
    case .hour: moment(date, in: zone)
    case .day, .week: day(date, in: zone)
    case .month: month(date, in: zone)
    }
  }
}
