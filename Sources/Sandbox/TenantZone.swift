import Foundation

/// The zone of a tenant, and the API's date-times in it, which name no zone.
///
/// Source: the vendor's page "Workflow Tasks": ISO 8601, whole seconds, no zone.
struct TenantZone: Sendable {
  private let zone: TimeZone

  /// - Parameter name: An IANA zone name; an unknown one means UTC.
  init(named name: String) { zone = TimeZone(identifier: name) ?? .gmt }

  /// True when the name stands for a zone of this system.
  static func isKnown(_ name: String) -> Bool { TimeZone(identifier: name) != nil }

  /// A date-time as the API writes it, from seconds since 1970.
  func text(_ unix: Int) -> String {
    let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(unix)))
    return Self.civil(unix + offset)
  }

  /// A date and time of the proleptic Gregorian calendar, from seconds that count as if in UTC.
  static func civil(_ seconds: Int) -> String {
    let days = Int((Double(seconds) / 86_400).rounded(.down))
    let second = seconds - days * 86_400
    let (year, month, day) = date(days: days)
    return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))"
      + "T\(pad(second / 3600, 2)):\(pad(second / 60 % 60, 2)):\(pad(second % 60, 2))"
  }

  /// The date of a day counted from 1970-01-01.
  ///
  /// Counts in years that begin in March, so that a leap day is the last day of its year.
  private static func date(days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// The `Date` header of HTTP (RFC 9110 section 5.6.7).
  static func httpDate(_ unix: Int) -> String {
    let days = Int((Double(unix) / 86_400).rounded(.down))
    let (year, month, day) = date(days: days)
    let second = unix - days * 86_400
    let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return "\(weekdays[((days % 7) + 7) % 7]), \(pad(day, 2)) \(months[month - 1]) \(year) "
      + "\(pad(second / 3600, 2)):\(pad(second / 60 % 60, 2)):\(pad(second % 60, 2)) GMT"
  }

  private static func pad(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
