import Foundation
package import Journal
package import Pacing
import Platform
package import RuleFiles
package import Rules
package import TenantRuntime

/// All metrics, read from the journal and the files as they are, whether or not a daemon runs.
package struct MetricReport: Sendable {
  /// What is told, and in what detail.
  package struct Question: Sendable {
    /// The state directory.
    var directory: String
    var tenants: [TenantConfiguration]
    /// The rules of each tenant as in the files; nil where none can be loaded.
    var rules: [String: RuleSet]?
    /// The daemon's answer to its last reload.
    var reload: ReloadAnswer?
    var grain: MetricGrain

    /// - Parameter grain: Nil for what suits so many tenants.
    package init(
      directory: String, tenants: [TenantConfiguration], rules: [String: RuleSet]?, reload: ReloadAnswer?,
      grain: MetricGrain? = nil
    ) {
      self.directory = directory
      self.tenants = tenants
      self.rules = rules
      self.reload = reload
      self.grain = grain ?? MetricGrain(tenants: tenants.count)
    }
  }

  /// All families; some have no samples.
  package let families: [MetricFamily]

  /// Reads everything; nothing is written and no lock is taken.
  ///
  /// Where there is no journal yet, or one that is gone or damaged, that is told as well. Throws where this process may
  /// not read it, or cannot understand it.
  package init(_ question: Question, at now: ClockReading) throws(JournalError) {
    self = try Self.read(question, at: now, again: true)
  }

  private init(families: [MetricFamily]) { self.families = families }

  private static func read(
    _ question: Question, at now: ClockReading, again: Bool
  ) throws(JournalError) -> MetricReport {
    do throws(JournalError) {
      let reader = try JournalReader.open(directory: question.directory)
      defer { reader.close() }
      let result = Result { () throws(JournalError) in try read(question, from: reader, at: now) }
      // A daemon has started in the meantime: what was read may be torn.
      if again, !reader.isSound { return try read(question, at: now, again: false) }
      return try result.get()
    } catch {
      guard let state = JournalCondition(error) else { throw error }
      var book = MetricBook(question, isRunning: JournalReader.isInUse(directory: question.directory), state)
      for tenant in question.tenants { book.addFiles(of: tenant, question) }
      return MetricReport(families: book.families)
    }
  }

  private static func read(
    _ question: Question, from reader: JournalReader, at now: ClockReading
  ) throws(JournalError) -> MetricReport {
    let isRunning = reader.isInUse
    let journal = try reader.metrics()
    var book = MetricBook(question, isRunning: isRunning, journal.isBehind ? .behind : .ok)
    if isRunning { book.add(.startTime, journal.opened.timeIntervalSince1970) }
    book.add(.journalSize, Double(journal.size))
    book.add(.journalSequence, Double(journal.lastLine))
    for tenant in question.tenants {
      let status = try TenantStatus(
        tenant, rules: question.rules?[tenant.name]?.fingerprint, reload: question.reload, reader: reader,
        isRunning: isRunning, withBudgets: false, at: now)
      book.addFiles(of: tenant, question)
      book.add(status)
      book.add(journal.totals[tenant.name] ?? [:], of: tenant, question)
    }
    return MetricReport(families: book.families)
  }
}

/// How the journal is, as metrics tell it.
enum JournalCondition: String, CaseIterable {
  case ok
  /// No daemon has made one yet.
  case none
  /// It was restored or rolled back.
  case behind
  /// It is damaged, or no journal.
  case corrupt
  /// It was there and is gone.
  case missing

  /// Nil for errors that say nothing about the journal.
  init?(_ error: JournalError) {
    switch error {
    case .noJournal: self = .none
    case .missing: self = .missing
    case .corrupt: self = .corrupt
    case .behind: self = .behind
    default: return nil
    }
  }
}

extension MetricBook {
  /// Begins with what is told whatever the journal holds.
  init(_ question: MetricReport.Question, isRunning: Bool, _ journal: JournalCondition) {
    add(.up, isRunning ? 1 : 0)
    add(.build, ["version": ProgramIdentity.version], 1)
    add(states: JournalCondition.allCases.map(\.rawValue), of: .journalState, now: journal.rawValue)
    if isRunning { add(.reloaded, question.reload.map { $0.verdict == .reloaded } ?? true ? 1 : 0) }
  }

  /// What the files say of a tenant.
  mutating func addFiles(of tenant: TenantConfiguration, _ question: MetricReport.Question) {
    add(.pollInterval, ["tenant": tenant.name], tenant.poll.every.inSeconds)
    guard question.grain == .rule else { return }
    for rule in question.rules?[tenant.name]?.rules ?? [] {
      add(.rule, ["tenant": tenant.name, "rule": rule.id, "stage": rule.stage.rawValue], 1)
    }
  }
}
