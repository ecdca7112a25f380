package import Foundation
import Log
import Pacing

/// Folds records into notices and keeps those that wait: one notice an event and tenant in each period.
///
/// The first record of an event and tenant is sent almost at once; what comes in the period after that is counted, and
/// sent as one notice at its end. It is a value that takes the time, and can be written down.
package struct NoticeDesk: Sendable, Equatable, Codable {
  /// The most notices that wait; any more are lost, and counted.
  package static let mostWaiting = 100
  /// The most events and tenants that are told apart; the others share one notice.
  static let mostFolds = 500
  /// A notice that has waited so long is given up.
  package static let mostPatience: TimeInterval = 86_400
  /// The longest wait between tries.
  static let mostWait: TimeInterval = 900

  /// The time in which an event of a tenant is told once, in seconds.
  private var period: TimeInterval
  /// How long the first record waits for others that come with it; also the first wait between tries.
  private var gathering: TimeInterval
  private var folds: [String: Fold] = [:]
  package private(set) var waiting: [Notice] = []
  /// How many notices were lost since one was sent.
  package private(set) var lost = 0
  /// How many tries in a row have failed.
  package private(set) var failures = 0
  private var nextTry: Date?

  package init(period: Duration, gathering: Duration = .seconds(10)) {
    self.period = period.inSeconds
    self.gathering = gathering.inSeconds
  }

  /// Goes on with what an earlier run has written down, in these times.
  package mutating func follow(period: Duration, gathering: Duration) {
    (self.period, self.gathering) = (period.inSeconds, gathering.inSeconds)
  }

  // MARK: Records

  /// Takes in a record.
  package mutating func take(_ record: HeardRecord, at now: Date) {
    var key = "\(record.event)\n\(record.tenant ?? "")"
    if folds[key] == nil, folds.count >= Self.mostFolds { key = Self.others }
    folds[key, default: Fold(due: now + gathering)].add(record)
  }

  private static let others = "\n"

  /// Makes notices of what is due, or of everything where nothing more will come; returns how many were lost because too
  /// many wait.
  package mutating func gather(host: String, isEnd: Bool = false, at now: Date) -> Int {
    var over = 0
    let due = folds.filter { _, fold in
      // A clock that was set back must not keep a notice for long.
      isEnd || fold.due <= now || fold.due > now + max(period, gathering)
    }
    for (key, fold) in due.sorted(by: { ($0.value.first, $0.key) < ($1.value.first, $1.key) }) {
      guard fold.count > 0 else {
        folds[key] = nil
        continue
      }
      if waiting.count < Self.mostWaiting { waiting.append(notice(key, fold, host, at: now)) } else { over += 1 }
      var next = Fold(due: now + period)
      next.goesOn = true
      folds[key] = next
    }
    lost += over
    return over
  }

  private func notice(_ key: String, _ fold: Fold, _ host: String, at now: Date) -> Notice {
    let first = fold.records.first
    let isMixed = key == Self.others
    return Notice(
      id: UUID(), host: fold.host ?? host, tenant: isMixed ? nil : first?.tenant,
      event: isMixed ? Notice.several : first?.event ?? Notice.several, level: fold.level, count: fold.count,
      first: fold.first, last: fold.last, goesOn: fold.goesOn, records: fold.records, since: now)
  }

  // MARK: Sending

  /// The notice to try now; nil while there is none, or a try has just failed.
  package func next(at now: Date) -> Notice? {
    if let nextTry, now < nextTry, nextTry <= now + Self.mostWait { return nil }
    return waiting.first
  }

  /// A notice was taken.
  package mutating func sent(_ id: UUID) {
    waiting.removeAll { $0.id == id }
    (failures, lost, nextTry) = (0, 0, nil)
  }

  /// A notice was not taken; returns the time until the next try, which is for the notice behind it, and how many were
  /// given up because they have waited for too long.
  package mutating func failed(_ id: UUID, at now: Date) -> (wait: Duration, givenUp: Int) {
    failures += 1
    let wait = min(gathering * Double(1 << min(failures - 1, 10)), Self.mostWait)
    nextTry = now + wait
    if let place = waiting.firstIndex(where: { $0.id == id }) { waiting.append(waiting.remove(at: place)) }
    let count = waiting.count
    waiting.removeAll { now.timeIntervalSince($0.since) >= Self.mostPatience }
    lost += count - waiting.count
    return (.seconds(wait), count - waiting.count)
  }

  /// When something is due next, as far as is known; nil for never.
  package var wake: Date? {
    let fold = folds.values.map(\.due).min()
    let send = waiting.isEmpty ? nil : nextTry ?? .distantPast
    return [fold, send].compactMap(\.self).min()
  }
}
