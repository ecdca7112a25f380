import GeoTareas
import Pacing
import Records

/// The effects of an event, in order, and what waits for a commit because an earlier one failed.
struct Outbox: Sendable {
  /// While the journal cannot be written, little happens that is worth a report.
  private static let mostUntold = 500

  private var effects: [Effect] = []
  /// Records whose commit failed; they go with the next one.
  private var unsaved: [JournalEntry] = []
  /// Reports that belong behind those records; they go out behind the commit that works.
  private var untold: [Report] = []
  /// Nothing is begun before this: the journal could not be written.
  private(set) var quietUntil: Instant?
  private var nextIntent = 1
  /// Tasks whose next attempt goes without its grounds, because the journal refused them.
  private var groundless: Set<TaskID> = []

  /// How much waits for a commit.
  var waiting: (records: Int, reports: Int) { (unsaved.count, untold.count) }

  func isQuiet(at now: Instant) -> Bool { quietUntil.map { $0 > now } ?? false }

  mutating func add(_ effect: Effect) { effects.append(effect) }

  /// Adds a commit, together with records and reports that earlier commits could not keep.
  mutating func commit(_ records: [JournalEntry]) {
    let all = unsaved + records
    unsaved = []
    if !all.isEmpty { effects.append(.commit(all)) }
    effects += untold.map { .report($0) }
    untold = []
  }

  /// Takes out all that was added, and keeps nothing of it: the records of a poll are large.
  mutating func handOut() -> [Effect] {
    defer { effects = [] }
    return effects
  }

  /// The number of the next intent.
  mutating func numberIntent() -> Int {
    defer { nextIntent += 1 }
    return nextIntent
  }

  /// The intents of earlier runs have lower numbers.
  mutating func numberIntents(from next: Int) { nextIntent = next }

  // MARK: When a commit fails

  /// These go with the next commit.
  mutating func keep(_ records: [JournalEntry]) { unsaved += records }

  /// Keeps the reports behind a failed commit until a commit has kept what they are about: people wait for them.
  ///
  /// An attempt that was not made is not reported.
  mutating func tellLater(_ reports: [Report]) {
    untold += reports.filter { $0.name != .intentArmed }
    untold.removeFirst(max(0, untold.count - Self.mostUntold))
  }

  /// Nothing is begun before this.
  mutating func rest(until: Instant) { quietUntil = until }

  /// The journal does not take what an attempt rests on: the next attempt on the task goes without it.
  mutating func goWithoutGrounds(_ task: TaskID) {
    if groundless.count >= Self.mostUntold { groundless = [] }
    groundless.insert(task)
  }

  /// Whether the attempt that is being armed goes without its grounds; the one after it has them again.
  mutating func isGroundless(_ task: TaskID) -> Bool { groundless.remove(task) != nil }
}
