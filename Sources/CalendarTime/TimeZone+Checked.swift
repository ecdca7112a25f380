package import Foundation

extension TimeZone {
  /// The zone of an IANA name that a loader has checked; without one, which no loader lets through, UTC.
  package init(checked name: String) { self = TimeZone(identifier: name) ?? .gmt }
}
