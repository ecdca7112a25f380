import CalendarTime
import Foundation

/// Working time as the index measures it: the moments between which a date passes a bound, at one `now`.
///
/// Finding them needs the calendar, once for all tasks. Comparing a date with them does not.
struct IndexTurn: Sendable {
  /// `now`, as ``Foundation/Date/timeIntervalSinceReferenceDate``.
  var now = Double.nan
  /// A date before this is certainly on one side of the bound; a date after `last` is certainly on the other.
  var first = 0.0
  var last = 0.0
}

extension TimeBound {
  /// Where the date passes the bound at `now`.
  ///
  /// A second on either side is left open, because the test itself rounds.
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
  /// The places of the bounds; -1 for an open side.
  var lower: Int32 = -1
  var upper: Int32 = -1
  var predicate: UInt32
}
