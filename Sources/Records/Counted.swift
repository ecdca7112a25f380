package import GeoTareas

/// What metrics count and no other record of the journal tells.
package enum Counted: Sendable, Hashable {
  /// A poll ended: it read all it asked for, or was given up.
  case poll(isComplete: Bool)
  /// A call was answered, or was given up.
  ///
  /// `code` is the class of the answer's status, such as `2xx`; without an answer it is `timeout`, `tls`, `cancelled` or `failed`.
  case request(Endpoint, code: String)
  /// The server answered 429; `isForeign` where others' requests explain it.
  case limitExceeded(Endpoint, isForeign: Bool)
  /// A rule asks for something that is not known about a task.
  case undecided(rule: String)
}
