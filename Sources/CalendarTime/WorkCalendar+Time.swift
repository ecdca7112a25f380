package import Foundation

extension WorkCalendar {
  /// True while people work; false at the moment an opening ends.
  package func isOpen(at date: Date) -> Bool { hours.isOpen(at: date.milliseconds) }

  /// The next moment at or after `date` at which the calendar is open; nil if there is none within two years.
  package func nextOpen(from date: Date) -> Date? {
    let time = date.milliseconds
    if hours.isOpen(at: time) { return date }
    guard let next = hours.moment(reaching: hours.openTime(at: time) + 1), next - time <= 731 * OpenHours.day else {
      return nil
    }
    return Date(milliseconds: next - 1)
  }

  /// The open time between two moments, in seconds; negative when `end` is before `start`.
  package func openSeconds(from start: Date, to end: Date) -> TimeInterval {
    Double(hours.openTime(at: end.milliseconds) - hours.openTime(at: start.milliseconds)) / 1_000
  }
}
