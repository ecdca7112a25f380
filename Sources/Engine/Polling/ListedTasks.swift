import GeoTareas

/// The tasks that are listed, as far as the polls have shown.
///
/// Where one poll does not hold all, what an earlier one of the same round has shown counts as well, and absence from one
/// of them is no fact.
struct ListedTasks: Sendable {
  enum Presence: Sendable, Equatable {
    /// The last poll has shown it.
    case now
    /// Another poll of this round has, or one of the round before.
    case before
  }

  private let rows: [TaskID: Poller.Row]
  /// Nil where the last poll has shown all.
  private let round: PollRound?

  init(_ rows: [TaskID: Poller.Row], _ round: PollRound) {
    self.rows = rows
    self.round = round.isPartial ? round : nil
  }

  /// Nil for a task that is not known to be listed.
  subscript(task: TaskID) -> Presence? {
    if rows[task] != nil { return .now }
    guard let round else { return nil }
    return round.seen.contains(task) || round.before?.contains(task) ?? false ? .before : nil
  }

  /// Whether the polls tell about a task: they show it as it is, or it was in none of a whole round.
  func tell(about task: TaskID) -> Bool {
    guard rows[task] == nil, let round else { return true }
    return round.before != nil && !round.forgets && self[task] == nil
  }

  /// How many there are.
  var count: Int { round.map { max($0.seen.count, $0.before?.count ?? 0) } ?? rows.count }
}
