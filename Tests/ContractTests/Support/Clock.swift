import Foundation
import GeoTareas

/// The tenant's wall clock.
enum Clock {
  static let zone = TimeZone(identifier: "America/Guayaquil") ?? .gmt
  /// A Monday afternoon.
  static let monday = "2026-03-09T15:30"

  /// A moment of the tenant's day, such as `2026-03-09T15:30`.
  static func date(_ text: String) -> Date {
    LocalDateTime(text.utf8.count == 16 ? text + ":00" : text)?.date(in: zone) ?? .distantPast
  }
}
