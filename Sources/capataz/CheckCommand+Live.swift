import ArgumentParser
import Daemon
import Inspection
import RuleFiles
import Rules
import YAML

extension CheckCommand {
  /// Compares the rules with the tenants; ends with 1 if a form contradicts a rule.
  func checkLive(_ path: String) async throws {
    let snapshots = try await InspectionSession(options: looking, path: path).visit { look -> TenantSnapshot? in
      try await look.addForms(of: LiveCheck.wantedSteps(look.snapshot.rules))
      return look.snapshot
    }
    var hasErrors = false
    for snapshot in snapshots {
      let findings = LiveCheck.findings(in: snapshot).map { finding in
        Diagnostic(
          finding.isError ? .error : .warning, finding.message,
          at: Mark(file: finding.source.file, line: finding.source.line, column: 1))
      }
      hasErrors = hasErrors || findings.hasErrors
      switch looking.format {
      case .text:
        Terminal.print(findings)
        Terminal.say(LiveCheck.lookedAt(snapshot))
      case .json: for finding in findings { Terminal.say(json: finding.json) }
      }
    }
    if hasErrors { throw ExitCode.findings }
  }
}
