import Foundation

/// One side of a range of time, measured from a date of a task to now, or from now to the date.
struct TimeBound: Sendable {
  let span: Span
  let ruler: TimeRuler
  /// True when it is measured from now to the date; false when it is measured from the date to now.
  let isAhead: Bool
}

extension TimeBound {
  /// When a task with this date reaches the bound, and the moment after which it has passed it; nil if it never does.
  ///
  /// For a later date neither moment is earlier.
  func moments(of date: Date) -> (reached: Date, passed: Date)? {
    let start = ruler.position(at: date)
    guard let reached = ruler.moment(reaching: isAhead ? start - span.length : start + span.length) else { return nil }
    return (reached, ruler.moment(after: reached) ?? reached)
  }
}

/// The bounds of time that rules name, each once.
struct TimeBounds: Sendable {
  private struct Name: Hashable, Sendable {
    var span: Span
    var isAhead: Bool
    var calendar: String
  }

  private(set) var list: [TimeBound] = []
  private var calendars: [WorkCalendar?] = []
  private var places: [Name: [Int32]] = [:]

  /// The place of a bound; nil where it cannot be measured.
  mutating func place(of span: Span, _ calendar: WorkCalendar?, isAhead: Bool) -> Int32? {
    let name = Name(span: span, isAhead: isAhead, calendar: calendar?.name ?? "")
    if let known = places[name]?.first(where: { calendars[Int($0)] == calendar }) { return known }
    guard let ruler = TimeRuler(span.unit, calendar) else { return nil }
    list.append(TimeBound(span: span, ruler: ruler, isAhead: isAhead))
    calendars.append(calendar)
    places[name, default: []].append(Int32(list.count - 1))
    return Int32(list.count - 1)
  }
}
