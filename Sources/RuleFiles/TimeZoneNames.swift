import Foundation

/// The names of time zones that a file may use.
enum TimeZoneNames {
  /// True for a name of the IANA database; an abbreviation such as `EST` or an offset such as `GMT+5` is none.
  static func contains(_ name: String) -> Bool {
    if name == "UTC" { return true }
    guard name.contains("/"), !name.contains(".."), name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      return false
    }
    return TimeZone(identifier: name) != nil
  }

  static var all: [String] { TimeZone.knownTimeZoneIdentifiers }
}
