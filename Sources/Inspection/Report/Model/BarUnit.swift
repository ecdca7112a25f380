import CalendarTime
package import Foundation

/// The parts in which a report counts: as fine as a person can still look at.
package enum BarUnit: String, Sendable, CaseIterable {
  case hour, day, week, month

  /// Hours up to two days, days up to a quarter of a year, weeks up to two years, else months.
  package init(for span: Range<Date>) {
    let days = span.upperBound.timeIntervalSince(span.lowerBound) / 86_400
    self = days <= 2 ? .hour : days <= 93 ? .day : days <= 731 ? .week : .month
  }

  /// The parts of a span by the clocks and calendars of a zone; the first and the last may be shorter.
  package func bars(of span: Range<Date>, in zone: TimeZone) -> [Range<Date>] {
    var bars: [Range<Date>] = []
    var start = span.lowerBound
    while start < span.upperBound {
      let end = min(max(next(after: start, in: zone), start + 1), span.upperBound)
      bars.append(start..<end)
      start = end
    }
    // A span without any length has one part without any length.
    return bars.isEmpty ? [span] : bars
  }

  /// The beginning of the next part after a moment.
  private func next(after date: Date, in zone: TimeZone) -> Date {
    let civil = CivilTime(date, in: zone)
    switch self {
    case .hour:
      // An hour by the clock, also where clocks show it twice or leave it out.
      let past = Double(((civil.seconds % 3_600) + 3_600) % 3_600)
      return Date(timeIntervalSince1970: (date.timeIntervalSince1970.rounded(.down)) - past + 3_600)
    case .day: return midnight(civil.day.daysSinceEpoch + 1, zone)
    case .week: return midnight(civil.day.daysSinceEpoch + 8 - civil.day.weekday, zone)
    case .month:
      let day = civil.day.dayOfMonth
      // Thirty-one days after the first it is the next month, whatever the month.
      let later = CivilDate(daysSinceEpoch: civil.day.daysSinceEpoch - day + 1 + 31)
      return midnight(later.daysSinceEpoch - later.dayOfMonth + 1, zone)
    }
  }

  private func midnight(_ day: Int, _ zone: TimeZone) -> Date {
    CivilTime(seconds: Int64(day) * 86_400).date(in: zone)
  }
}

extension CivilDate {
  /// Year, month and day of the month.
  var parts: (year: Int, month: Int, day: Int) {
    let numbers = description.split(separator: "-").compactMap { Int($0) }
    return numbers.count == 3 ? (numbers[0], numbers[1], numbers[2]) : (0, 1, 1)
  }

  var dayOfMonth: Int { parts.day }
}
