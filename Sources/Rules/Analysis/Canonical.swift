import CalendarTime
import Foundation

/// Builds the texts of which a rule's meaning consists.
enum Canonical {
  /// A group in which neither order nor repetition counts; a group with one member is that member.
  static func group(_ name: String, _ parts: [String]) -> String {
    let parts = Set(parts).sorted()
    return parts.count == 1 ? parts[0] : "(\(name) \(parts.joined(separator: " ")))"
  }

  /// A list in which neither order nor repetition counts.
  static func unordered(_ name: String, _ parts: [String]) -> String {
    "(\(name) \(Set(parts).sorted().joined(separator: " ")))"
  }

  static func ordered(_ name: String, _ parts: [String]) -> String { "(\(name) \(parts.joined(separator: " ")))" }
}

extension String {
  /// In NFC with its length in front, so that no text can look like another text's structure.
  var canonical: String {
    let text = nfc
    return "\(text.utf8.count):\(text)"
  }
}

extension Decimal {
  /// By value: `5000.00` and `5000` are the same.
  var canonical: String { Decimal.plain(description, allowsExponent: true) ?? description }
}

extension Span {
  /// By value: `60m` and `1h` are the same, `1d` and `1bd` are not.
  var canonical: String {
    switch unit {
    case .second, .minute, .hour, .day: "(clock \(length.numerator))"
    case .businessHour, .businessDay: "(\(unit.rawValue) \(thousandths))"
    }
  }
}

extension WorkCalendar {
  /// The hours when it is open.
  ///
  /// Its name, and how long its holidays are known, do not matter.
  var canonical: String {
    let days = (1...7).map { weekday in
      let openings = (open[weekday] ?? []).filter { $0.start < $0.end }.sorted { $0.start < $1.start }
      return Canonical.ordered("day", openings.map { "\($0.start)-\($0.end)" })
    }
    let closed = closed.sorted().map { "\($0.daysSinceEpoch)" }
    return Canonical.ordered(
      "calendar", [zone.identifier.canonical] + days + [Canonical.ordered("closed", closed)])
  }
}
