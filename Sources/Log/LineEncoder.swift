import GeoTareas

/// Writes flat JSON objects for logs and commands, keys in the order given.
package enum LineEncoder {
  package static func object(_ fields: [(String, String)]) -> String {
    JSONValue.object(fields.map { JSONMember($0.0, .string($0.1)) }).text
  }
}
