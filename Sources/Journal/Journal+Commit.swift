import Foundation
package import GeoTareas
import GRDB
package import Pacing
package import Records

/// Writing.
extension Journal {
  /// The most calls that are committed together, so that those behind them do not wait for ever.
  static let mostTogether = 64

  /// Writes `records` of one tenant in one transaction, in their order: all of them or none.
  ///
  /// They are durable on return. Calls of several tenants that come while the disk is busy are committed together, with
  /// one wait for the disk. If one call is refused, the others are not.
  ///
  /// ``JournalError/conflict(_:record:)`` is thrown for a record that cannot be kept, with its place in `records`. The
  /// others can be committed without it.
  ///
  /// After ``JournalError/io(file:detail:)``, ``JournalError/corrupt(file:detail:)`` or
  /// ``JournalError/takenOver(file:)`` every later call throws the same error. What the kernel says about the file
  /// cannot be trusted until it is examined again.
  ///
  /// - Parameter limits: How many requests each endpoint takes. An effect that `records` begin is refused with
  ///   ``JournalError/overspent(_:wait:)`` where more were sent, whatever the caller remembers of them, and with
  ///   ``JournalError/held(_:)`` while somebody holds it.
  package nonisolated func commit(
    _ records: [JournalEntry], tenant: String, limits: [Endpoint: RateLimit] = [:]
  ) async throws(JournalError) {
    let call = CommitQueue.Call(records, tenant, limits)
    waiting.add(call)
    try await come(to: call).get()
  }

  /// Commits what waits, the longest wait first, until `call` has its answer.
  ///
  /// Often it already has one.
  private func come(to call: CommitQueue.Call) -> Result<Void, JournalError> {
    while true {
      if let answer = call.answer { return answer }
      let calls = waiting.take(Self.mostTogether)
      do throws(JournalError) {
        try commit(calls)
      } catch {
        for call in calls { call.answer = .failure(error) }
      }
    }
  }

  /// Answers each of `calls`, or throws an error that concerns all of them.
  private func commit(_ calls: [CommitQueue.Call]) throws(JournalError) {
    if let failure { throw failure }
    let file = try opened()
    let path = file.directory.database
    var refusals: [Int: JournalError] = [:]
    do {
      try file.checkPlace()
      // Before the commit, not after it: a disk that fails here fails before anything is armed.
      try file.tidy()
      try file.queue.write { db in
        guard try db.epoch() == file.epoch else {
          throw JournalError.takenOver(file: path)
        }
        for (place, call) in calls.enumerated() {
          if calls.count == 1 {
            try Self.write(call, epoch: file.epoch, to: db)
            break
          }
          do {
            try db.inSavepoint {
              try Self.write(call, epoch: file.epoch, to: db)
              return .commit
            }
          } catch let error as JournalError where error.isOfOneCall {
            refusals[place] = error
          }
        }
        try prune(calls, in: db)
      }
      transactionCount += 1
      #if FAILPOINTS
        for (place, call) in calls.enumerated() where refusals[place] == nil {
          try Self.pass(call.records, isCommitted: true)
        }
      #endif
    } catch {
      let error = JournalError(error, file: path)
      if error.isFinal { failure = error }
      throw error
    }
    for (place, call) in calls.enumerated() {
      if refusals[place] == nil, call.records.contains(where: \.isHold) { retell(call.tenant) }
      // A hold may be on several tenants, and one of their engines ends it.
      if refusals[place] == nil, call.records.contains(where: \.isEndOfHold) { retellAll() }
      call.answer = refusals[place].map { .failure($0) } ?? .success(())
    }
    if ContinuousClock.now - lastMark >= markInterval {
      // The commit stands. A mark that cannot be written stops the journal at the next commit.
      do { try mark(file, isClosed: false) } catch { failure = error.isFinal ? error : nil }
    }
  }

  /// Deletes old decisions and grounds once there are some new ones.
  private func prune(_ calls: [CommitQueue.Call], in db: Database) throws {
    let dates = calls.lazy.flatMap(\.records).compactMap { record -> Date? in
      switch record {
      case .decision(let entry): entry.at
      case .grounds(let grounds): grounds.at
      default: nil
      }
    }
    guard let latest = dates.max() else { return }
    newDecisions += Int64(dates.count)
    guard newDecisions >= Retention.stride else { return }
    newDecisions = 0
    try db.pruneDecisions(retention, asOf: latest)
    try db.pruneGrounds(retention, asOf: latest)
  }

  /// Writes the records of one call.
  ///
  /// If one of them is wrong, it throws a conflict that names its place.
  private static func write(_ call: CommitQueue.Call, epoch: Int64, to db: Database) throws {
    for (place, record) in call.records.enumerated() {
      do {
        try db.write(record, tenant: call.tenant, epoch: epoch)
      } catch {
        throw JournalError.refusal(for: error, of: place) ?? error
      }
    }
    try db.countDecisions(in: call.records, tenant: call.tenant)
    try db.requireMayArm(call.records, tenant: call.tenant, limits: call.limits)
    #if FAILPOINTS
      try pass(call.records, isCommitted: false)
    #endif
  }
}

extension JournalError {
  /// Why the record at `place` is refused; nil where the error does not come from the record.
  fileprivate static func refusal(for error: any Error, of place: Int) -> JournalError? {
    let known: JournalError
    switch error {
    case let error as JournalError: known = error
    case is DatabaseError, is RowDecodingError: known = JournalError(error, file: "")
    // It could not even be encoded as text.
    default: known = .conflict("\(error)")
    }
    if case .conflict(let detail, _) = known { return .conflict(detail, record: place) }
    return nil
  }

  /// True when the records of one call are wrong; false when the journal itself is.
  fileprivate var isOfOneCall: Bool {
    switch self {
    case .held, .overspent, .conflict: true
    default: false
    }
  }
}
