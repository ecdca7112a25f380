import CalendarTime
package import Foundation

/// A date and time of day without a zone, as the API writes them: `2026-03-15T11:30:01`.
///
/// The API does not say which zone it means; the configuration does.
package struct LocalDateTime: Sendable, Hashable {
  private let time: CivilTime

  /// Reads ISO 8601 with seconds, without a zone; a fraction of a second is dropped.
  ///
  /// Anything else (a zone, a 60th second, a day that does not exist) gives nil, never an approximation.
  package init?(_ text: String) {
    guard text.utf8.count >= 19, let time = CivilTime(text) else { return nil }
    self.time = time
  }

  /// The moment of this time in `zone`.
  ///
  /// Where the clock was set back, it is the earlier of two moments. Where the clock skips this time, it is as far
  /// after the jump as the time is after the beginning of the gap.
  package func date(in zone: TimeZone) -> Date { time.date(in: zone) }
}

extension LocalDateTime: CustomStringConvertible {
  /// ISO 8601 with whole seconds, without a zone.
  package var description: String { time.description }
}
