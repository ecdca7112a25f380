import GeoTareas
import Pacing

/// Where a poll stands in a list, and how many rows it requests next.
///
/// When a page cannot be read, smaller ones are tried, down to a single row, which is then left out.
struct PageCursor: Sendable, Equatable {
  /// How to go on after a page that could not be read.
  enum Retry: Sendable, Equatable {
    /// With fewer rows.
    case again
    /// Behind this row, which is left out.
    case leavingOut(RowFault)
    /// Not at all: the server is to blame, not a row.
    case givenUp
  }

  /// A row that could not be read by itself.
  private struct Suspect: Sendable, Equatable {
    var offset: Int
    /// Where to go on behind the row after it, which could be read; nil while none could.
    var resume: Int?
  }

  private(set) var offset = 0
  private(set) var limit = TaskQuery.pageSize
  /// Since when it searches for the row that makes pages fail; nil while it does not.
  private(set) var narrowedAt: Instant?
  /// True when the row before the next page was left out because it was too large.
  private var hasSkipped = false
  private var suspect: Suspect?

  /// Goes to a place in another list.
  mutating func begin(at place: Int) { self = PageCursor(offset: place, limit: limit) }

  /// Asks for half as many rows after a page that was larger than an answer may be; a single row that is too large is
  /// left out.
  ///
  /// Gives up when the row after that one is too large as well: then the server ignores the limit.
  mutating func shrink() -> Retry {
    if halve() { return .again }
    guard !hasSkipped else { return .givenUp }
    hasSkipped = true
    defer { offset += 1 }
    return .leavingOut(RowFault(at: offset, .size))
  }

  /// Searches for a bad row after a page failed again and again.
  ///
  /// A single row shows whether others can be read; then half as many are requested each time. A row that cannot be
  /// read by itself, although the one behind it can, is tried once more and then left out. Gives up when the next one
  /// cannot be read either.
  mutating func narrow(at now: Instant) -> Retry {
    guard narrowedAt != nil else {
      (narrowedAt, limit) = (now, 1)
      return .again
    }
    if let row = suspect, let resume = row.resume {
      (offset, suspect) = (resume, nil)
      return .leavingOut(RowFault(at: row.offset, .answer))
    }
    if halve() { return .again }
    guard suspect == nil else { return .givenUp }
    suspect = Suspect(offset: offset)
    offset += 1
    return .again
  }

  private mutating func halve() -> Bool {
    guard limit > 1 else { return false }
    limit /= 2
    return true
  }

  /// Moves on after a page with so many rows; true where the next page is not the one right behind it.
  mutating func advance(by rows: Int) -> Bool {
    offset += rows
    // Most rows are good: after a single good one, full pages are requested again.
    limit = narrowedAt != nil && limit == 1 ? TaskQuery.pageSize : min(limit * 2, TaskQuery.pageSize)
    hasSkipped = false
    guard let row = suspect else { return false }
    if let resume = row.resume {
      (offset, suspect) = (resume, nil)
    } else {
      suspect = Suspect(offset: row.offset, resume: offset)
      (offset, limit) = (row.offset, 1)
    }
    return true
  }
}
