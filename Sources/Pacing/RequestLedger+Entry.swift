extension RequestLedger {
  /// One token in use.
  package struct Entry: Sendable, Hashable {
    /// The request that took it.
    package var id: Int64
    package var sent: Instant
    /// When the answer was back, or since when the request can no longer arrive; nil while it is under way.
    package var settled: Instant?
    /// Which of several endpoints that share the limit it was for.
    package var lane: Int
    /// True where the server refused it: most servers do not count it then.
    package var isRefused = false

    package init(id: Int64, sent: Instant, settled: Instant? = nil, lane: Int = 0) {
      self.id = id
      self.sent = sent
      self.settled = settled
      self.lane = lane
    }
  }
}
