package import Logging
import Pacing
import Platform
package import Records
import Synchronization

/// Writes reports to the log, with the event's name and fields as metadata.
package struct ReportLog: Sendable {
  private let logger: Logger
  /// Counts repeated reports; nil where every report is logged.
  private let repeats: Repeats?
  /// Whether labels of entities and names of people may be in it.
  private let names: Bool
  private var errors: ErrorCount?

  /// Makes a log that writes to `logger`.
  ///
  /// - Parameters:
  ///   - foldsRepeats: Whether repeated reports are only counted, see ``RepeatedReports``. Somebody should then run
  ///     ``tellRepeats()``.
  ///   - names: Whether labels of entities and names of people may be in it.
  package init(_ logger: Logger, foldsRepeats: Bool = false, names: Bool = true) {
    self.logger = logger
    self.names = names
    repeats = foldsRepeats ? Repeats() : nil
  }

  /// Makes a log in the form and from the level that the settings ask for.
  ///
  /// - Parameters:
  ///   - isTerminal: Whether standard error is a terminal.
  ///   - journalStream: `$JOURNAL_STREAM`, see ``JournaldSocket/isBehind(_:stream:)``.
  ///   - foldsRepeats: See ``init(_:foldsRepeats:names:)``.
  ///   - most: How many records wait where nobody reads them, see ``LogOutlet``.
  package init(
    _ form: LogForm, from level: Logger.Level, foldsRepeats: Bool = false, most: Int = LogOutlet.most,
    names: Bool = true
  ) {
    let handler: any LogHandler =
      form == .journald
      ? JournaldLogHandler(level: level, most: most) : LineLogHandler(form: form, level: level, most: most)
    self.init(Logger(label: "capataz") { _ in handler }, foldsRepeats: foldsRepeats, names: names)
  }

  /// The same log, which counts what needs a person.
  package func counting(_ errors: ErrorCount) -> ReportLog {
    var log = self
    log.errors = errors
    return log
  }

  package func write(_ event: Report.Event, of tenant: String? = nil) { write(Report(event, of: tenant)) }

  package func write(_ report: Report) { write(LogEntry(report, names: names)) }

  package func write(_ entry: LogEntry) {
    let entry = Self.cleaned(entry)
    errors?.note(entry)
    guard let repeats else { return tell(entry) }
    for entry in repeats.take(entry) { tell(entry) }
  }

  /// The entry without secrets.
  ///
  /// This comes before any cut, because a part of a secret would not be recognized.
  private static func cleaned(_ entry: LogEntry) -> LogEntry {
    let filter = SecretFilter.shared
    var entry = entry
    entry.message = filter.cleaned(entry.message)
    entry.fields = entry.fields.map { LogEntry.Field($0.key, filter.cleaned($0.value)) }
    return entry
  }

  /// Logs repetitions when they are due, until the task is cancelled.
  package func tellRepeats() async {
    guard let repeats else { return }
    while true {
      do { try await ContinuousClock().sleep(for: .seconds(10)) } catch { return }
      for entry in repeats.due() { tell(entry) }
    }
  }

  private func tell(_ entry: LogEntry) {
    var metadata: Logger.Metadata = ["event": .string(entry.name.rawValue)]
    for field in entry.fields { metadata[field.key] = .string(field.value) }
    logger.log(level: entry.level.logged, "\(entry.message)", metadata: metadata)
  }

  /// ``RepeatedReports`` with the machine's clock.
  private final class Repeats: Sendable {
    private let repeats = Mutex(RepeatedReports())
    private let clock = SystemClock()

    func take(_ entry: LogEntry) -> [LogEntry] { repeats.withLock { $0.take(entry, at: clock.instant()) } }
    func due() -> [LogEntry] { repeats.withLock { $0.due(at: clock.instant()) } }
  }
}

extension LogEntry.Level {
  package var logged: Logger.Level {
    switch self {
    case .debug: .debug
    case .info: .info
    case .notice: .notice
    case .warning: .warning
    case .err: .error
    }
  }
}
