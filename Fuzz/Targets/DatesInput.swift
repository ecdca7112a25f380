import Foundation
import GeoTareas

/// A date: refused, or the same again when written, in any zone a moment, and near the text's own.
enum DatesInput {
  private static let zones = ["America/Guayaquil", "Europe/Madrid", "Pacific/Apia", "Asia/Kathmandu", "Etc/GMT-14"]
    .compactMap { TimeZone(identifier: $0) }

  static func run(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    _ = RateLimitHeaders.httpDate(text)
    guard let date = LocalDateTime(text) else { return }
    require(LocalDateTime(date.description) == date, "'\(date)' reads as another date")
    require(text.hasPrefix(date.description), "'\(text)' was read as \(date)")
    guard let utc = TimeZone(secondsFromGMT: 0) else { return }
    let plain = date.date(in: utc)
    for zone in zones {
      let moment = date.date(in: zone)
      require(abs(moment.timeIntervalSince(plain)) <= 27 * 3_600, "\(date) is far off in \(zone.identifier)")
    }
  }
}
