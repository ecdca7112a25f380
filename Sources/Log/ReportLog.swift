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

  /// Makes a log that writes to `logger`.
  ///
  /// - Parameter foldsRepeats: Whether repeated reports are only counted, see ``RepeatedReports``. Somebody should then
  ///   run ``tellRepeats()``.
  package init(_ logger: Logger, foldsRepeats: Bool = false) {
    self.logger = logger
    repeats = foldsRepeats ? Repeats() : nil
  }

  /// Makes a log in the form and from the level that the settings ask for.
  ///
  /// - Parameters:
  ///   - isTerminal: Whether standard error is a terminal.
  ///   - journalStream: `$JOURNAL_STREAM`, see ``JournaldSocket/isBehind(_:stream:)``.
  ///   - foldsRepeats: See ``init(_:foldsRepeats:)``.
  ///   - most: How many records wait where nobody reads them, see ``LogOutlet``.
  package init(_ form: LogForm, from level: Logger.Level, foldsRepeats: Bool = false, most: Int = LogOutlet.most) {
    let handler: any LogHandler =
      form == .journald
      ? JournaldLogHandler(level: level, most: most) : LineLogHandler(form: form, level: level, most: most)
    self.init(Logger(label: "capataz") { _ in handler }, foldsRepeats: foldsRepeats)
  }

  package func write(_ report: Report) {
    let report = Self.cleaned(report)
    guard let repeats else { return tell(report) }
    for report in repeats.take(report) { tell(report) }
  }

  /// The report without secrets.
  ///
  /// This comes before any cut, because a part of a secret would not be recognized.
  private static func cleaned(_ report: Report) -> Report {
    let filter = SecretFilter.shared
    var report = report
    report.message = filter.cleaned(report.message)
    report.fields = report.fields.map { Report.Field($0.key, filter.cleaned($0.value)) }
    return report
  }

  package func write(_ name: Report.Name, _ level: Report.Level, _ message: String, _ fields: [Report.Field] = []) {
    write(Report(name, level, message, fields))
  }

  /// Logs repetitions when they are due, until the task is cancelled.
  package func tellRepeats() async {
    guard let repeats else { return }
    while true {
      do { try await ContinuousClock().sleep(for: .seconds(10)) } catch { return }
      for report in repeats.due() { tell(report) }
    }
  }

  private func tell(_ report: Report) {
    var metadata: Logger.Metadata = ["event": .string(report.name.rawValue)]
    for field in report.fields { metadata[field.key] = .string(field.value) }
    logger.log(level: report.level.logged, "\(report.message)", metadata: metadata)
  }

  /// ``RepeatedReports`` with the machine's clock.
  private final class Repeats: Sendable {
    private let reports = Mutex(RepeatedReports())
    private let clock = SystemClock()

    func take(_ report: Report) -> [Report] { reports.withLock { $0.take(report, at: clock.instant()) } }
    func due() -> [Report] { reports.withLock { $0.due(at: clock.instant()) } }
  }
}

extension Report.Level {
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
