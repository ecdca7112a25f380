import GeoTareas
import Pacing
import Rules

/// What the rules say about the tasks.
extension Engine {
  /// A task of the last poll, and what the rules say about it.
  typealias Judged = (row: Poller.Row, verdict: Verdict)

  /// How many tasks are judged together: asking about many at once is fast, but holding all of them at once is large.
  private static let batch = 512

  /// What the rules say about every task of the last poll, the most urgent first.
  mutating func judge(at now: ClockReading) -> [Judged] {
    let rows = polling.rows.values.map { (urgency: active.urgency(of: $0, at: now.wall), row: $0) }
      .sorted { ($0.urgency, $0.row.id) < ($1.urgency, $1.row.id) }
    var judged: [Judged] = []
    judged.reserveCapacity(rows.count)
    for start in stride(from: 0, to: rows.count, by: Self.batch) {
      let batch = rows[start..<min(start + Self.batch, rows.count)]
      let seen = batch.map { see($0.row, at: now) }
      judged += zip(batch, active.verdicts(on: seen, at: now.wall)).map { ($0.row, $1) }
    }
    return judged
  }

  /// A task as it was listed, with what is known of its detail.
  mutating func see(_ row: Poller.Row, at now: ClockReading) -> IndexedTask {
    var seen = active.read(row)
    if let state = row.state, let details = reader.details(of: row.id, in: state, at: now.instant) {
      seen.details = details
    }
    return seen
  }
}
