package import Engine
package import Logging
package import RuleFiles

/// Hands reports to the log, with the event's name and fields as metadata.
package struct ReportLog: Sendable {
  private let logger: Logger

  package init(_ logger: Logger) { self.logger = logger }

  /// A log in the form and from the level that the settings ask for.
  ///
  /// - Parameters:
  ///   - isTerminal: Whether standard error is one.
  ///   - journalStream: `$JOURNAL_STREAM`, see ``JournaldSocket/isBehind(_:stream:)``.
  package init(_ settings: LogSettings, isTerminal: Bool, colour: Bool, journalStream: String? = nil) {
    let form = settings.format.form(
      isTerminal: isTerminal, colour: colour, isBehindJournald: JournaldSocket.isBehind(stream: journalStream))
    let level = settings.level.logged
    let handler: any LogHandler =
      form == .journald ? JournaldLogHandler(level: level) : LineLogHandler(form: form, level: level)
    self.init(Logger(label: "capataz") { _ in handler })
  }

  package func write(_ report: Report) {
    var metadata: Logger.Metadata = ["event": .string(report.name.rawValue)]
    for field in report.fields { metadata[field.key] = .string(field.value) }
    logger.log(level: report.level.logged, "\(report.message)", metadata: metadata)
  }

  func write(_ name: Report.Name, _ level: Report.Level, _ message: String, _ fields: [Report.Field] = []) {
    write(Report(name, level, message, fields))
  }
}

extension LogSettings.Format {
  /// The form that is meant, by where standard error leads.
  package func form(isTerminal: Bool, colour: Bool, isBehindJournald: Bool) -> LogForm {
    switch self {
    case .journald: .journald
    case .text: .text(colour: colour)
    case .json: .json
    case .auto: isBehindJournald ? .journald : isTerminal ? .text(colour: colour) : .json
    }
  }
}

extension Report.Level {
  var logged: Logger.Level {
    switch self {
    case .debug: .debug
    case .info: .info
    case .notice: .notice
    case .warning: .warning
    case .err: .error
    }
  }
}

extension LogSettings.Level {
  var logged: Logger.Level {
    switch self {
    case .debug: .debug
    case .info: .info
    case .notice: .notice
    case .warning: .warning
    case .error: .error
    }
  }
}
