import GeoTareas

/// Rows of the list that cannot be read: left alone, and told.
extension Engine {
  /// So many rows are named in one record.
  private static let mostNamed = 5

  /// Tells which rows of the poll cannot be read, as far as that is news.
  mutating func tellUnreadableRows() {
    let rows = poller.oddRows
    let news = toldRows.news(in: rows, of: poller.round)
    guard !news.isEmpty else { return }
    let count = toldRows.count
    let named = news.prefix(Self.mostNamed).joined(separator: ", ")
    let more = count - min(news.count, Self.mostNamed)
    let (subject, them) =
      count == 1
      ? ("a row of the list cannot be read and is", "it")
      : ("\(count) rows of the list cannot be read and are", "them")
    var fields = [Report.Field("rows", String(count))]
    if let task = toldRows.onlyTask { fields.append(.init("task", task.rawValue)) }
    report(
      .pollRowUnreadable, .warning,
      "\(subject) left alone: \(named)\(more > 0 ? ", and \(more) more" : ""); the others go on. "
        + "Whoever runs the server can mend \(them)", fields)
  }

  /// That rows cannot be read, in few words; nil where all can.
  var rowTrouble: String? {
    switch toldRows.count {
    case 0: nil
    case 1: "1 row of the list cannot be read"
    case let count: "\(count) rows of the list cannot be read"
    }
  }
}

/// Which unreadable rows were told, so that each is told once, and again when it changes.
struct ToldRows: Sendable, Equatable {
  private var faults: Set<OddRows.Fault> = []
  /// Those that the polls of the present round have shown.
  private var found: Set<OddRows.Fault> = []
  /// How many rows without a task there were at most in one poll, of the round before and of this one.
  private var nameless = 0
  private var namelessNow = 0
  /// How many are known by their task.
  var size: Int { faults.count }
  /// How many rows could not be read, as far as the polls of a round have shown.
  private(set) var count = 0
  /// The task of the last news, where they were about one.
  private(set) var onlyTask: TaskID?

  /// What is new in the rows of a poll, in words; from now on all of them are told.
  mutating func news(in rows: OddRows, of round: PollRound) -> [String] {
    if round.isFirstPart { (found, namelessNow) = ([], 0) }
    var new: [OddRows.Fault] = []
    for fault in rows.tasks where found.count < OddRows.most {
      found.insert(fault)
      if faults.count < OddRows.most, faults.insert(fault).inserted { new.append(fault) }
    }
    var words = new.map { "task \($0.task) (\($0.part.inWords(isMissing: $0.isMissing)))" }
    onlyTask = new.count == 1 ? new[0].task : nil
    if rows.nameless > max(nameless, namelessNow) { words += rows.places }
    namelessNow = max(namelessNow, rows.nameless)
    count = max(rows.count, found.count + namelessNow)
    // What was not seen in a whole round is mended.
    if round.isOver { (faults, nameless) = (found, namelessNow) }
    return words
  }
}
