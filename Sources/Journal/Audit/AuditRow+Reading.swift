import Foundation
import GRDB
import GeoTareas
package import JSON

extension AuditRow {
  init(_ row: Row) throws {
    self.init(
      sequence: try row.decode(forColumn: "seq"), microseconds: try row.decode(forColumn: "at_us"),
      epoch: try row.decode(forColumn: "epoch"), kind: try row.decode(forColumn: "kind"),
      tenant: try row.decode(forColumn: "tenant"), subject: try row.decode(forColumn: "subject"),
      who: try row.decode(forColumn: "who"), why: try row.decode(forColumn: "why"),
      details: try row.decode(forColumn: "details"), hash: try row.decode(forColumn: "hash"))
  }

  /// Reads a line that is older than the chain.
  init(earlier row: Row) throws {
    let tenant: String = try row.decode(forColumn: "tenant")
    let state: String = try row.decode(forColumn: "to_state")
    let details = JSONValue.object([
      JSONMember("from", .optional(try row.decode(String?.self, forColumn: "from_state"))),
      JSONMember("to", .string(state)),
      JSONMember("attempts", .integer(try row.decode(Int64.self, forColumn: "attempts"))),
    ])
    self.init(
      sequence: try row.decode(forColumn: "seq"),
      microseconds: Date(exact: try row.decode(forColumn: "changed")).microseconds,
      epoch: try row.decode(forColumn: "epoch"), kind: "intent.\(state)", tenant: tenant,
      subject: "\(tenant)-\(try row.decode(Int64.self, forColumn: "number"))", who: AuditTrail.daemon,
      why: try row.decode(forColumn: "note"), details: details.text, hash: "")
  }

  /// The details as JSON; nil where they are no JSON any more.
  package var facts: JSONValue? { try? JSONReader.read(Array(details.utf8)) }

  /// A number among the details.
  func number(_ key: String) -> Int64? {
    if case .number(let text)? = facts?[key] { Int64(text) } else { nil }
  }
}
