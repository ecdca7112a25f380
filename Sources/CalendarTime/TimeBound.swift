package import Foundation

/// One side of a range of time, measured from a date of a task to now, or from now to the date.
package struct TimeBound: Sendable {
  package let span: Span
  package let ruler: TimeRuler
  /// True when it is measured from now to the date; false when it is measured from the date to now.
  package let isAhead: Bool

  package init(span: Span, ruler: TimeRuler, isAhead: Bool) {
    self.span = span
    self.ruler = ruler
    self.isAhead = isAhead
  }
}

extension TimeBound {
  /// When a task with this date reaches the bound, and the moment after which it has passed it; nil if it never does.
  ///
  /// For a later date neither moment is earlier.
  package func moments(of date: Date) -> (reached: Date, passed: Date)? {
    let start = ruler.position(at: date)
    guard let reached = ruler.moment(reaching: isAhead ? start - span.length : start + span.length) else { return nil }
    return (reached, ruler.moment(after: reached) ?? reached)
  }
}

/// The bounds of time that rules name, each once.
package struct TimeBounds: Sendable {
  private struct Name: Hashable, Sendable {
    var span: Span
    var isAhead: Bool
    var calendar: String
  }

  package private(set) var list: [TimeBound] = []
  private var calendars: [WorkCalendar?] = []
  private var places: [Name: [Int32]] = [:]

  package init() {}

  /// The place of a bound; nil where it cannot be measured.
  package mutating func place(of span: Span, _ calendar: WorkCalendar?, isAhead: Bool) -> Int32? {
    let name = Name(span: span, isAhead: isAhead, calendar: calendar?.name ?? "")
    if let known = places[name]?.first(where: { calendars[Int($0)] == calendar }) { return known }
    guard let ruler = TimeRuler(span.unit, calendar) else { return nil }
    list.append(TimeBound(span: span, ruler: ruler, isAhead: isAhead))
    calendars.append(calendar)
    places[name, default: []].append(Int32(list.count - 1))
    return Int32(list.count - 1)
  }
}
