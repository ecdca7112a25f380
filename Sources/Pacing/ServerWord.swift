/// What an answer that comes from no cache says of the limit.
package struct ServerWord: Sendable, Hashable {
  /// Requests the server allows in a window.
  package var limit: Int?
  /// Requests that were left when the server counted this one.
  package var remaining: Int?
  /// The server's time of reset less the server's own time, as of the answer.
  ///
  /// Servers mean different things by it; at least one request is free then.
  package var resetIn: Duration?

  package init(limit: Int? = nil, remaining: Int? = nil, resetIn: Duration? = nil) {
    self.limit = limit
    self.remaining = remaining
    self.resetIn = resetIn
  }
}
