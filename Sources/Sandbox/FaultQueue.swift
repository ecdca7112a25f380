import GeoTareas

/// The requested faults that are not used up.
struct FaultQueue: Sendable {
  struct Entry: Sendable, Equatable {
    /// Nil means every endpoint.
    var endpoint: Endpoint?
    var fault: SandboxFault
    /// How many requests it still hits; negative until cleared.
    var remaining: Int
  }

  private(set) var entries: [Entry] = []

  mutating func add(_ fault: SandboxFault, to endpoint: Endpoint?, count: Int) {
    guard count != 0 else { return }
    entries.append(Entry(endpoint: endpoint, fault: fault, remaining: count))
  }

  mutating func clear() { entries = [] }

  /// Takes the first fault queued for an endpoint.
  mutating func take(for endpoint: Endpoint) -> SandboxFault? {
    let index = entries.firstIndex { entry in
      guard entry.endpoint == nil || entry.endpoint == endpoint else { return false }
      return entry.fault != .loginBlocked || endpoint == .login
    }
    guard let index else { return nil }
    let fault = entries[index].fault
    if entries[index].remaining > 0 { entries[index].remaining -= 1 }
    if entries[index].remaining == 0 { entries.remove(at: index) }
    return fault
  }
}
