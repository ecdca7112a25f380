package import Engine
package import Logging
package import RuleFiles

/// Hands reports to the log, with the event's name and fields as metadata.
package struct ReportLog: Sendable {
  private let logger: Logger

  package init(_ logger: Logger) { self.logger = logger }

  /// A log on standard error in the format and from the level that the settings ask for.
  ///
  /// - Parameter isTerminal: whether standard error is one; `auto` means text there and JSON lines elsewhere.
  package init(_ settings: LogSettings, isTerminal: Bool, colour: Bool) {
    let line: LogLine =
      switch settings.format {
      case .text: .text(colour: colour)
      case .json, .journald: .json
      case .auto: isTerminal ? .text(colour: colour) : .json
      }
    logger = Logger(label: "capataz") { _ in StderrLogHandler(line: line, level: settings.level.logged) }
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
