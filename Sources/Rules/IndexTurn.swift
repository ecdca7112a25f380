import Foundation

/// Working time as the index measures it: between which moments a date passes a bound, at one `now`.
///
/// Finding them takes the calendar, once for all tasks; comparing a date with them does not.
struct IndexTurn: Sendable {
  /// `now`, as ``Foundation/Date/timeIntervalSinceReferenceDate``.
  var now = Double.nan
  /// A date before this is on the one side of the bound for certain, one behind `last` on the other.
  var first = 0.0
  var last = 0.0
}

/// One side of a range of working time.
struct IndexBound: Sendable {
  let span: Span
  let ruler: TimeRuler
  /// True when it is measured from now to the date, false from the date to now.
  let isAhead: Bool

  /// Where the date passes the bound at `now`; a second is left open at either side, as the test itself rounds.
  func turn(at now: Date) -> IndexTurn {
    let position = ruler.position(at: now)
    var turn = IndexTurn(now: now.timeIntervalSinceReferenceDate, first: -.infinity, last: .infinity)
    guard let first = ruler.moment(reaching: isAhead ? position + span.length : position - span.length),
      let last = ruler.moment(after: first)
    else { return turn }
    turn.first = first.timeIntervalSinceReferenceDate - 1
    turn.last = last.timeIntervalSinceReferenceDate + 1
    return turn
  }
}

/// A test of working time.
struct IndexWorkTest: Sendable {
  var field: TimeTest.Field
  /// Places of the bounds; -1 for one that is open.
  var lower: Int32 = -1
  var upper: Int32 = -1
  var predicate: UInt32
}

/// The bounds of working time that rules name, each once.
struct IndexBounds: Sendable {
  private struct Name: Hashable, Sendable {
    var span: Span
    var isAhead: Bool
    var calendar: String
  }

  private(set) var list: [IndexBound] = []
  private var calendars: [WorkCalendar?] = []
  private var places: [Name: [Int32]] = [:]

  /// The place of a bound; nil where it cannot be measured.
  mutating func place(of span: Span, _ calendar: WorkCalendar?, isAhead: Bool) -> Int32? {
    let name = Name(span: span, isAhead: isAhead, calendar: calendar?.name ?? "")
    if let known = places[name]?.first(where: { calendars[Int($0)] == calendar }) { return known }
    guard let ruler = TimeRuler(span.unit, calendar) else { return nil }
    list.append(IndexBound(span: span, ruler: ruler, isAhead: isAhead))
    calendars.append(calendar)
    places[name, default: []].append(Int32(list.count - 1))
    return Int32(list.count - 1)
  }
}
