extension RequestLedger {
  /// One token in use.
  package struct Entry: Sendable, Hashable {
    /// The request that took it.
    package var id: Int64
    package var sent: Instant
    /// When the answer came, or when the request could no longer arrive; nil while it is under way.
    package var settled: Instant?
    /// The lane of the endpoint that it was for.
    package var lane: Int
    /// True where the server refused it.
    ///
    /// Most servers then do not count it.
    package var isRefused = false

    package init(id: Int64, sent: Instant, settled: Instant? = nil, lane: Int = 0) {
      self.id = id
      self.sent = sent
      self.settled = settled
      self.lane = lane
    }
  }
}
