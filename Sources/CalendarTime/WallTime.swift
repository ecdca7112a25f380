package import Foundation

/// Shows moments as the clocks on a tenant's walls do.
package struct WallTime: Sendable {
  package let zone: TimeZone

  package init(zone: TimeZone) { self.zone = zone }

  /// The clocks of a zone by its IANA name; those of GMT where no zone has the name.
  package init(zoneNamed name: String) { zone = TimeZone(checked: name) }

  /// The day, as `2026-03-09`.
  package func day(_ date: Date) -> String { civil(date).day.description }

  /// The day of the week, as `Mon`.
  package func weekday(_ date: Date) -> String {
    ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][civil(date).day.weekday - 1]
  }

  /// The time of day, as `15:30`, with seconds where there are any.
  package func time(_ date: Date) -> String { civil(date).timeOfDay }

  /// Day and time, as `2026-03-09T15:30`: as rule tests write moments.
  package func text(_ date: Date) -> String { "\(day(date))T\(time(date))" }

  /// Day, time and offset, as `2026-11-29 06:18:05 -05:00`: as people are told when something was.
  package func stamp(_ date: Date) -> String {
    let offset = zone.secondsFromGMT(for: date)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let (hours, minutes) = (abs(offset) / 3_600, abs(offset) / 60 % 60)
    let time = time(date)
    return
      "\(day(date)) \(time.count == 5 ? time + ":00" : time) \(offset < 0 ? "-" : "+")\(two(hours)):\(two(minutes))"
  }

  private func civil(_ date: Date) -> CivilTime { CivilTime(date, in: zone) }
}
