package import Log
package import Logging
package import RuleFiles

extension ReportLog {
  /// A log in the form and from the level that the settings ask for.
  ///
  /// - Parameters:
  ///   - isTerminal: Whether standard error is one.
  ///   - journalStream: `$JOURNAL_STREAM`, see ``JournaldSocket/isBehind(_:stream:)``.
  ///   - foldsRepeats: See ``init(_:foldsRepeats:names:)``.
  ///   - most: How many records wait where nobody reads them, see ``LogOutlet``.
  package init(
    _ settings: LogSettings, isTerminal: Bool, colour: Bool, journalStream: String? = nil, foldsRepeats: Bool = false,
    most: Int = LogOutlet.most
  ) {
    let form = settings.format.form(
      isTerminal: isTerminal, colour: colour, isBehindJournald: JournaldSocket.isBehind(stream: journalStream))
    self.init(form, from: settings.level.logged, foldsRepeats: foldsRepeats, most: most, names: settings.names)
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

extension LogSettings.Level {
  package var logged: Logger.Level {
    switch self {
    case .debug: .debug
    case .info: .info
    case .notice: .notice
    case .warning: .warning
    case .error: .error
    }
  }
}
