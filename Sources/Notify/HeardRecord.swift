package import Foundation
package import Log

/// A record of the log as a reader of the log has it.
package struct HeardRecord: Sendable, Equatable {
  package var at: Date
  package var level: LogEntry.Level
  /// The name of the event.
  package var event: String
  package var tenant: String?
  package var message: String
  /// The fields that notices use, by their names in JSON.
  package var fields: [String: String] = [:]
  /// The machine that wrote it; nil where the line does not say.
  package var host: String?
  /// Its place in the systemd journal; nil elsewhere.
  package var cursor: String?

  /// The fields that notices use.
  static let used = ["task", "rule", "intent", "owner", "title", "hold", "by", "endpoint", "ending", "tenants"]

  /// What systemd says of a unit that has failed, as an event.
  package static let unitFailed = "unit.failed"

  package init(
    at: Date, level: LogEntry.Level, event: String, tenant: String?, message: String, fields: [String: String] = [:],
    host: String? = nil, cursor: String? = nil
  ) {
    self.at = at
    self.level = level
    self.event = event
    self.tenant = tenant
    self.message = message
    self.fields = fields
    self.host = host
    self.cursor = cursor
  }
}

extension HeardRecord: Codable {
  private enum Key: String, CodingKey { case at, level, event, tenant, message, fields, host }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    let level = try values.decode(String.self, forKey: .level)
    self.init(
      at: try values.decode(Date.self, forKey: .at), level: LogEntry.Level(rawValue: level) ?? .err,
      event: try values.decode(String.self, forKey: .event),
      tenant: try values.decodeIfPresent(String.self, forKey: .tenant),
      message: try values.decode(String.self, forKey: .message),
      fields: try values.decode([String: String].self, forKey: .fields),
      host: try values.decodeIfPresent(String.self, forKey: .host))
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(at, forKey: .at)
    try values.encode(level.rawValue, forKey: .level)
    try values.encode(event, forKey: .event)
    try values.encodeIfPresent(tenant, forKey: .tenant)
    try values.encode(message, forKey: .message)
    try values.encode(fields, forKey: .fields)
    try values.encodeIfPresent(host, forKey: .host)
  }
}
