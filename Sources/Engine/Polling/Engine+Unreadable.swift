import GeoTareas
import Records

/// Rows of the list that cannot be read are left alone, and reported.
extension Engine {
  /// How many rows one record names.
  private static let mostNamed = 5

  /// Reports which rows of the poll cannot be read, as far as that is news.
  mutating func tellUnreadableRows() {
    let news = polling.oddRowNews()
    guard !news.isEmpty else { return }
    report(
      .pollRowUnreadable(
        Report.OddRows(
          count: polling.toldRows.count, named: Array(news.prefix(Self.mostNamed)), task: polling.toldRows.onlyTask)))
  }

  /// In a few words, that rows cannot be read; nil where all can.
  var rowTrouble: String? {
    switch polling.toldRows.count {
    case 0: nil
    case 1: "1 row of the list cannot be read"
    case let count: "\(count) rows of the list cannot be read"
    }
  }
}

/// Remembers which unreadable rows were reported, so that each is reported once, and again when it changes.
struct ToldRows: Sendable, Equatable {
  private var faults: Set<OddRows.Fault> = []
  /// The rows that the polls of the present round have shown.
  private var found: Set<OddRows.Fault> = []
  /// The most rows without a task in one poll, for the round before and for this one.
  private var nameless = 0
  private var namelessNow = 0
  /// How many of them have a task id.
  var size: Int { faults.count }
  /// How many rows could not be read, as far as the polls of a round have shown.
  private(set) var count = 0
  /// The task of the last news, where that was about a single one.
  private(set) var onlyTask: TaskID?

  /// What is new in the rows of a poll; all of them count as reported from now on.
  mutating func news(in rows: OddRows, of round: PollRound) -> [Report.OddRow] {
    if round.isFirstPart { (found, namelessNow) = ([], 0) }
    var new: [OddRows.Fault] = []
    for fault in rows.tasks where found.count < OddRows.most {
      found.insert(fault)
      if faults.count < OddRows.most, faults.insert(fault).inserted { new.append(fault) }
    }
    var news = new.map { Report.OddRow.task($0.task, $0.part, isMissing: $0.isMissing) }
    onlyTask = new.count == 1 ? new[0].task : nil
    if rows.nameless > max(nameless, namelessNow) { news += rows.places }
    namelessNow = max(namelessNow, rows.nameless)
    count = max(rows.count, found.count + namelessNow)
    // A row that was not seen in a whole round is mended.
    if round.isOver { (faults, nameless) = (found, namelessNow) }
    return news
  }
}
