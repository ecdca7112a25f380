import Foundation
import GeoTareas
import Pacing
import Records

/// What is known of the forms of the tenant's steps, and which of them are worth a spare read.
///
/// It is for commands that look. No decision rests on it.
struct FormBook: Sendable {
  /// The most steps that are known; the form seen longest ago makes room.
  static let mostSteps = 500
  /// A form that takes more bytes is not kept.
  private static let mostBytes = 16 << 10
  /// The journal is told of an unchanged form when this much time has passed since it was.
  private static let renewal: TimeInterval = 86_400
  /// A form that was not seen for so long is worth a spare read.
  private static let lifetime: TimeInterval = 7 * 86_400
  /// The time from one look for steps that are worth a read to the next.
  private static let lookEvery: Duration = .seconds(600)
  /// The time between two spare reads for the same step.
  private static let retryAfter: Duration = .seconds(6 * 3_600)
  private static let hour: Duration = .seconds(3_600)

  /// A task whose detail would show the form of its step.
  private struct Wish: Sendable {
    var step: StepName
    var task: TaskID
  }

  private struct Read: Sendable {
    var task: TaskID
    var at: Instant
  }

  private var known: [StepName: KnownForm] = [:]
  /// What is worth a spare read, the first to be read last.
  private var wishes: [Wish] = []
  private var nextLook: Instant?
  /// The last spare read for each step.
  private var reads: [StepName: Read] = [:]
  /// When spare reads went, within the last hour.
  private var recent: [Instant] = []
  /// True from the end of a poll until a spare read goes: one for each poll.
  private var hasTurn = false

  init(_ forms: [KnownForm] = []) {
    for form in forms.sorted(by: { $0.lastSeen > $1.lastSeen }).prefix(Self.mostSteps) { known[form.form.step] = form }
  }

  /// About how many bytes are held.
  var held: Int { known.values.reduce(0) { $0 + $1.form.size } + wishes.count * 256 + reads.count * 256 }

  /// Takes in a form that was just seen; returns what the journal is to keep of it, if that is news.
  mutating func learn(_ form: StepForm, at now: Date) -> KnownForm? {
    guard form.size <= Self.mostBytes else { return nil }
    guard var old = known[form.step] else {
      if known.count >= Self.mostSteps, let oldest = known.min(by: { $0.value.lastSeen < $1.value.lastSeen }) {
        known[oldest.key] = nil
      }
      let new = KnownForm(form, firstSeen: now, lastSeen: now)
      known[form.step] = new
      return new
    }
    let joined = form.after(old.form)
    guard joined != old.form || abs(now.timeIntervalSince(old.lastSeen)) >= Self.renewal else { return nil }
    (old.form, old.lastSeen) = (joined, now)
    known[form.step] = old
    return old
  }

  /// The journal did not keep it: it is to be told again.
  mutating func retell(_ step: StepName) { known[step]?.lastSeen = .distantPast }

  // MARK: Spare reads

  /// A poll has ended; now and then, looks for steps that are worth a read among its tasks.
  ///
  /// - Parameter rows: Its tasks, without those that calls fail for.
  mutating func beginTurn(_ rows: some Sequence<WorkflowTask>, at now: ClockReading) {
    hasTurn = true
    guard wishes.isEmpty, nextLook.map({ $0 <= now.instant }) ?? true else { return }
    nextLook = now.instant + Self.lookEvery
    reads = reads.filter { now.instant < $0.value.at + Self.hour * 48 }
    var tasks: [StepName: TaskID] = [:]
    for task in rows {
      guard let step = StepName(task), isWorthReading(step, at: now) else { continue }
      // Not the one that was read in vain, where there is another.
      if let best = tasks[step], best != reads[step]?.task, best < task.id || task.id == reads[step]?.task { continue }
      tasks[step] = task.id
    }
    wishes = tasks.map { Wish(step: $0.key, task: $0.value) }.sorted { left, right in
      let (first, second) = (known[left.step]?.lastSeen, known[right.step]?.lastSeen)
      return first == second ? right.step < left.step : (first ?? .distantPast) > (second ?? .distantPast)
    }
  }

  private func isWorthReading(_ step: StepName, at now: ClockReading) -> Bool {
    if let read = reads[step], now.instant < read.at + Self.retryAfter { return false }
    guard let form = known[step] else { return known.count < Self.mostSteps }
    return now.wall.timeIntervalSince(form.lastSeen) >= Self.lifetime
  }

  /// The task to read now; nil where none is worth it, or enough were read within the last hour.
  mutating func takeTurn(atMost most: Int, at now: ClockReading, isListed: (TaskID) -> Bool) -> TaskID? {
    recent.removeAll { $0 + Self.hour <= now.instant }
    guard hasTurn, recent.count < most else { return nil }
    while let wish = wishes.popLast() {
      // Another detail may have shown it meanwhile.
      guard isListed(wish.task), isWorthReading(wish.step, at: now) else { continue }
      hasTurn = false
      recent.append(now.instant)
      reads[wish.step] = Read(task: wish.task, at: now.instant)
      return wish.task
    }
    return nil
  }

  /// Whether a spare read is wanted now, as far as is known without trying.
  var isWanted: Bool { hasTurn && !wishes.isEmpty }
}

extension StepForm {
  /// About how many bytes it takes.
  fileprivate var size: Int {
    var size = 128 + step.workflow.utf8.count + step.step.utf8.count
    for result in results ?? [] { size += 64 + result.code.utf8.count + result.label.utf8.count }
    for field in fields ?? [] { size += 64 + field.name.utf8.count + field.type.utf8.count }
    return size
  }
}
