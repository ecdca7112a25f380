/// A time in which a server's refusals keep requests back.
package struct Rest: Sendable, Hashable {
  /// Since when it refuses.
  package var since: Instant
  /// When the next request goes.
  package var until: Instant
  /// True where the server did not say how long to wait, or is not believed.
  ///
  /// Then one request per window finds out.
  package var isProbing: Bool

  package init(since: Instant, until: Instant, isProbing: Bool) {
    self.since = since
    self.until = until
    self.isProbing = isProbing
  }
}
