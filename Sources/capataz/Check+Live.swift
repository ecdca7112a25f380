import ArgumentParser
import Daemon
import RuleFiles
import Rules
import YAML

extension Check {
  /// Compares the rules with the tenants; ends with 1 if a form contradicts a rule.
  func checkLive(_ path: String) async throws {
    let sights = try await Lookout(options: looking, path: path).visit { look -> Sight? in
      try await look.addForms(of: LiveCheck.wantedSteps(look.sight.rules))
      return look.sight
    }
    var hasErrors = false
    for sight in sights {
      let findings = LiveCheck.findings(in: sight).map { finding in
        Diagnostic(
          finding.isError ? .error : .warning, finding.message,
          at: Mark(file: finding.source.file, line: finding.source.line, column: 1))
      }
      hasErrors = hasErrors || findings.hasErrors
      switch looking.format {
      case .text:
        Terminal.print(findings)
        Terminal.say(LiveCheck.lookedAt(sight))
      case .json: for finding in findings { Terminal.say(json: finding.json) }
      }
    }
    if hasErrors { throw ExitCode.findings }
  }
}
