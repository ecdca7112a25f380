import Foundation
import Synchronization

/// A time zone's offsets from UTC as a table, so that a walk over years needs no lookup per day.
///
/// It reaches from 1990 to 2090. Before and after that, the first and the last offset are assumed to hold for ever.
struct ZoneOffsets: Sendable {
  /// When each offset begins to hold, in milliseconds since 1970; the first one holds before that, too.
  package let starts: [Int64]
  /// Wall clock minus UTC, in milliseconds.
  package let offsets: [Int64]

  private static let first: Int64 = 631_152_000
  private static let last: Int64 = 3_786_912_000
  /// Seconds between two lookups: no zone changes its offset there and back within eight days.
  private static let stride: Int64 = 8 * 86_400

  private static let tables = Mutex<[String: ZoneOffsets]>([:])

  /// The table of `zone`, made once for each zone.
  package static func of(_ zone: TimeZone) -> ZoneOffsets {
    if let table = tables.withLock({ $0[zone.identifier] }) { return table }
    let table = ZoneOffsets(zone)
    tables.withLock { $0[zone.identifier] = table }
    return table
  }

  init(_ zone: TimeZone) {
    func offset(_ second: Int64) -> Int64 {
      Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second))))
    }
    var before = offset(Self.first)
    var starts = [Self.first * 1_000]
    var offsets = [before * 1_000]
    var at = Self.first
    while at < Self.last {
      let next = at + Self.stride
      let after = offset(next)
      if after != before {
        // The change lies in (low, high].
        var (low, high) = (at, next)
        while high - low > 1 {
          let middle = low + (high - low) / 2
          if offset(middle) == before { low = middle } else { high = middle }
        }
        starts.append(high * 1_000)
        offsets.append(after * 1_000)
        before = after
      }
      at = next
    }
    self.starts = starts
    self.offsets = offsets
  }

  /// The place in the table of the offset that holds at `time`.
  package func index(at time: Int64) -> Int { max(0, starts.partition { $0 <= time } - 1) }

  package func wall(at time: Int64) -> Int64 { time + offsets[index(at: time)] }

  /// The first moment at which the wall clock shows `wall` or later.
  package func moment(reachingWall wall: Int64) -> Int64 {
    var index = index(at: wall - 26 * 3_600_000)
    while index < starts.count - 1 {
      let time = index == 0 ? wall - offsets[0] : max(starts[index], wall - offsets[index])
      if time < starts[index + 1] { return time }
      index += 1
    }
    return index == 0 ? wall - offsets[0] : max(starts[index], wall - offsets[index])
  }
}

extension Array {
  /// How many elements satisfy `inFront`; they must all stand before those that do not.
  func partition(_ inFront: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if inFront(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
