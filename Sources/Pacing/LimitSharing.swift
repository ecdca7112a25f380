/// How endpoints are thought to share a limit.
package enum LimitSharing: Sendable, Hashable {
  /// One limit for all of them, for ever.
  case shared
  /// One limit for all of them, until the server's counts show that they do not share it.
  case unknown
  /// A limit for each, until the server's counts show that they share one.
  case separate
}
