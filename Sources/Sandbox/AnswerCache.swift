/// Answers to reads, kept 15 s (scaled) and never cleared by a write.
///
/// That writes do not clear it is the worst case that the vendor's page allows. Source: the vendor's page "Workflow
/// Tasks" ("Cache 15s").
struct AnswerCache: Sendable {
  struct Key: Sendable, Hashable {
    var user: String
    var target: String
  }

  private struct Entry {
    var response: SandboxResponse
    var stored: Duration
  }

  private let life: Duration
  private var entries: [Key: Entry] = [:]

  init(scale: Double) { life = .seconds(15) / scale }

  /// The kept answer with its `Age`, if it is not older than the cache allows.
  func answer(for key: Key, at now: Duration) -> SandboxResponse? {
    guard let entry = entries[key], now - entry.stored < life else { return nil }
    var response = entry.response
    response.set("Age", String((now - entry.stored).components.seconds))
    return response
  }

  mutating func store(_ response: SandboxResponse, for key: Key, at now: Duration) {
    if entries.count > 500 { entries = entries.filter { now - $0.value.stored < life } }
    entries[key] = Entry(response: response, stored: now)
  }
}
