import ArgumentParser
import Daemon
import Inspection
import RuleFiles
import Rules
import YAML

extension CheckCommand {
  /// Compares the rules with the tenants.
  ///
  /// - Returns: The remarks, and what was compared with, a sentence for each tenant.
  func compare(_ path: String) async throws -> (diagnostics: [Diagnostic], lookedAt: [String]) {
    var session = try InspectionSession(options: looking, path: path)
    session.doesWithoutSecrets = true
    let snapshots = try await session.visit { look -> TenantSnapshot? in
      try await look.addForms(of: LiveCheck.wantedSteps(look.snapshot.rules), anew: looking.fresh)
      return look.snapshot
    }
    let diagnostics = LiveCheck.diagnostics(
      snapshots.flatMap { LiveCheck.findings(in: $0) }, in: RulePlaces(snapshots.flatMap(\.tenant.rules)),
      namesTenants: snapshots.count > 1)
    return (diagnostics, snapshots.map { LiveCheck.lookedAt($0) })
  }
}
