import GeoTareas
import Pacing

/// Where a poll stands in a list, and how many rows it asks for next.
///
/// A page that cannot be had is asked for in smaller ones, down to a single row, which is left out.
struct PageCursor: Sendable, Equatable {
  /// How it goes on behind a page that could not be had.
  enum Retry: Sendable, Equatable {
    /// With fewer rows.
    case again
    /// With what stands behind this row.
    case leavingOut(RowFault)
    /// Not at all: it is the server, and not a row.
    case givenUp
  }

  /// A row that could not be had by itself.
  private struct Suspect: Sendable, Equatable {
    var offset: Int
    /// Where to go on behind the row that was had after it; nil while none was.
    var resume: Int?
  }

  private(set) var offset = 0
  private(set) var limit = TaskQuery.pageSize
  /// Since when it is looked for the row because of which pages of the list are answered badly; nil where it is not.
  private(set) var narrowedAt: Instant?
  /// True when the row before the next page was too large by itself.
  private var hasSkipped = false
  private var suspect: Suspect?

  /// Goes to a place in another list.
  mutating func begin(at place: Int) { self = PageCursor(offset: place, limit: limit) }

  /// The page was larger than an answer may be: half as many rows are asked for, and one that is too large by itself is
  /// left out.
  ///
  /// Given up when the next one is too large as well: the server minds no limit then.
  mutating func shrink() -> Retry {
    if halve() { return .again }
    guard !hasSkipped else { return .givenUp }
    hasSkipped = true
    defer { offset += 1 }
    return .leavingOut(RowFault(at: offset, .size))
  }

  /// The page was answered badly again and again: one of its rows may be to blame.
  ///
  /// A single row shows whether others are to be had; then half as many are asked for each time. A row that cannot be had by
  /// itself, though the one behind it can, is asked for once more and then left out. Given up when the next one cannot be
  /// had either.
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

  /// The page was given, with so many rows; true where the next one is not what stands behind it.
  mutating func advance(by rows: Int) -> Bool {
    offset += rows
    // Most rows are good ones: after one that was, all are asked for again.
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
