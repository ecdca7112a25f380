import GeoTareas
import Records

/// What metrics count, until a commit takes it along that is made anyway.
struct RunningCounts: Sendable {
  /// Grows with endpoints and rules alone.
  private var counts: [Counted: Int] = [:]

  mutating func add(_ what: Counted) { counts[what, default: 0] += 1 }

  /// The record of what was counted since the last one; none where nothing was.
  mutating func handOut() -> [JournalEntry] {
    guard !counts.isEmpty else { return [] }
    defer { counts = [:] }
    return [.counted(counts)]
  }

  /// The records were not kept after all.
  mutating func takeBack(_ records: [JournalEntry]) {
    for case .counted(let lost) in records { counts.merge(lost, uniquingKeysWith: +) }
  }
}

extension Result<HTTPResponse, TransportError> {
  /// Under what metrics count a call's end; nil where we gave it up before it left.
  var countedCode: String? {
    switch self {
    case .success(let response): return "\(response.status / 100)xx"
    case .failure(let error):
      return switch error.kind {
      case .timeout, .tooSlow, .connectTimeout: "timeout"
      case .tls: "tls"
      case .cancelled: error.reach == .notSent ? nil : "cancelled"
      case .resolve, .connect, .proxy, .closed, .tooLarge, .malformed, .refusedAddress, .invalidRequest, .other:
        "failed"
      }
    }
  }
}
