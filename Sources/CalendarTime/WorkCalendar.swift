package import Foundation

/// When people work: opening hours by weekday in a zone, and days that are closed.
package struct WorkCalendar: Sendable {
  /// A stretch of a day, in minutes from midnight by the wall clock.
  ///
  /// The end is not included; it is 1,440 at most.
  package struct Opening: Sendable, Hashable {
    package var start: Int
    package var end: Int

    package init(start: Int, end: Int) {
      self.start = start
      self.end = end
    }
  }

  package var name: String
  package var zone: TimeZone { didSet { lay() } }
  /// The openings of each weekday (1 is Monday, 7 is Sunday), sorted and not overlapping.
  package var open: [Int: [Opening]] { didSet { lay() } }
  package var closed: Set<CivilDate> { didSet { lay() } }
  /// The last day for which `closed` is complete; nil when the author does not say.
  package var holidaysKnownUntil: CivilDate?
  /// Made from the zone, the openings and the closed days.
  private(set) var hours: OpenHours

  package init(
    name: String, zone: TimeZone, open: [Int: [Opening]], closed: Set<CivilDate> = [],
    holidaysKnownUntil: CivilDate? = nil
  ) {
    self.name = name
    self.zone = zone
    self.open = open
    self.closed = closed
    self.holidaysKnownUntil = holidaysKnownUntil
    hours = OpenHours(zone: zone, open: open, closed: closed)
  }

  private mutating func lay() { hours = OpenHours(zone: zone, open: open, closed: closed) }
}

extension WorkCalendar: Equatable {
  package static func == (left: WorkCalendar, right: WorkCalendar) -> Bool {
    left.name == right.name && left.isSameTime(as: right) && left.holidaysKnownUntil == right.holidaysKnownUntil
  }

  /// True when both are open at the same moments, whatever their names.
  package func isSameTime(as other: WorkCalendar) -> Bool {
    zone == other.zone && open == other.open && closed == other.closed
  }
}
