package import Log
import Records
package import YAML

/// A start that fails is told like everything else: in the log, in the log's form.
package enum StartFailure {
  /// The most mistakes that are told; `check` shows all of them.
  private static let most = 10

  /// Tells mistakes in files.
  ///
  /// - Parameter areShown: Whether they have just been shown to a person, who then only needs their number.
  package static func tell(_ diagnostics: [Diagnostic], areShown: Bool, in log: ReportLog) {
    let mistakes = diagnostics.filter { $0.severity == .error }
    if areShown {
      return log.write(.daemonStartFailed(why: "\(mistakes.count.counted("mistake")) in the files, shown above"))
    }
    for mistake in mistakes.prefix(most) { log.write(.daemonStartFailed(why: mistake.inShort)) }
    let rest = mistakes.count - most
    guard rest > 0 else { return }
    log.write(.daemonStartFailed(why: "\(rest.counted("more mistake")) in the files; see all with: capataz check"))
  }
}
