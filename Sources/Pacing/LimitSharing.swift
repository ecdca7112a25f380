/// Whether endpoints share a limit, as far as is known.
package enum LimitSharing: Sendable, Hashable {
  /// One limit for all of them, which never changes.
  case shared
  /// One limit for all of them, until the server's counts show that they do not share one.
  case unknown
  /// A limit for each of them, until the server's counts show that they share one.
  case separate
}
