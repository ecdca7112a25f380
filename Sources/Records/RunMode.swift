/// Whether effects are made or only decided.
package enum RunMode: String, Sendable, Equatable, Codable, CaseIterable {
  case live
  /// Decides and journals decisions, never writes to the API.
  case dry
}
