/// An endpoint of the API, each with a rate limit of its own.
///
/// Source: the vendor's pages "Workflow Tasks" and "Login".
package enum Endpoint: String, Sendable, Hashable, CaseIterable, Codable {
  case list, detail, complete, reassign, login

  /// True for the two requests that change a task.
  ///
  /// They are sent on a connection of their own, never reused, because libcurl repeats a request by itself when a
  /// reused connection dies.
  package var isWrite: Bool { self == .complete || self == .reassign }
}
