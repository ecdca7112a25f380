package import Foundation

/// Something that people should know: one event of one tenant, or of the daemon, with its facts.
///
/// It holds no words but those that come from elsewhere, such as a server's answer, or that the journal and the status
/// keep as text. The log alone turns it into a level, a message and fields.
package struct Report: Sendable, Equatable {
  /// The tenant's name; nil where it is about all of them.
  package var tenant: String?
  package var event: Event
  /// In which people read its times: the tenant's, and GMT of what is about all of them.
  package var zone: TimeZone

  package init(_ event: Event, of tenant: String? = nil, in zone: TimeZone = .gmt) {
    self.tenant = tenant
    self.event = event
    self.zone = zone
  }
}
