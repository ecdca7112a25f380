/// A request as the core sees it: read from the wire, not checked yet.
package struct SandboxRequest: Sendable {
  /// The method as sent, in capitals for every real one.
  package var method: String
  /// The path as sent, still percent-encoded.
  package var path: String
  /// The query as sent, still percent-encoded, without the question mark.
  package var query: String
  /// Header fields; names in any case, the last of equal names counts.
  package var headers: [(name: String, value: String)]
  package var body: [UInt8]
  /// The client's address without a port; requests without a token are counted by it.
  package var source: String
  /// The client's port, which tells connections apart; 0 if unknown.
  package var sourcePort: UInt16
  /// True when the body was longer than the server keeps.
  package var isBodyTooLong: Bool

  package init(
    _ method: String, _ path: String, query: String = "", headers: [(name: String, value: String)] = [],
    body: [UInt8] = [], source: String = "127.0.0.1", sourcePort: UInt16 = 0, isBodyTooLong: Bool = false
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
    self.source = source
    self.sourcePort = sourcePort
    self.isBodyTooLong = isBodyTooLong
  }

  /// The value of a header, white space around it removed; nil when absent or empty.
  func header(_ name: String) -> String? {
    let wanted = name.lowercased()
    guard let value = headers.last(where: { $0.name.lowercased() == wanted })?.value else { return nil }
    let trimmed = value.drop { $0 == " " || $0 == "\t" }
    guard let end = trimmed.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return nil }
    return String(trimmed[...end])
  }
}
