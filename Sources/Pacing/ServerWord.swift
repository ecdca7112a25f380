/// What an answer says about the limit, if it does not come from a cache.
package struct ServerWord: Sendable, Hashable {
  /// Requests the server allows in a window.
  package var limit: Int?
  /// How many requests were left when the server counted this one.
  package var remaining: Int?
  /// The server's time of reset minus the server's own time, as of the answer.
  ///
  /// Servers mean different things by it, but at least one request is free then.
  package var resetIn: Duration?

  package init(limit: Int? = nil, remaining: Int? = nil, resetIn: Duration? = nil) {
    self.limit = limit
    self.remaining = remaining
    self.resetIn = resetIn
  }
}
