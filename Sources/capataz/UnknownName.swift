import ArgumentParser
import Inspection
import Journal
import Log
import Records
import RuleFiles

/// A name that is nowhere: what was meant by it, if that can be guessed.
///
/// It ends a command with the usage of that very command behind its text; see ``Program``.
struct UnknownName: Error, Equatable {
  /// What there is not, and the nearest that there is; one line for people.
  let text: String
  /// Lines that show what there is.
  var details: [String] = []
  var exitCode = ExitCode.findings

  init(text: String, details: [String] = [], exitCode: ExitCode = .findings) {
    self.text = text
    self.details = details
    self.exitCode = exitCode
  }

  /// - Parameters:
  ///   - what: What was to have the name, as `tenant`.
  ///   - known: The names that there are; a few are listed where none is near.
  ///   - others: Where all of them are shown.
  init(
    _ what: String, _ name: String, among known: [String], others: String? = nil, exitCode: ExitCode = .findings
  ) {
    var text = "there is no \(what) '\(LogText.safe(name))'"
    if let nearest = Suggestion.nearest(to: name, among: known) {
      text += "; did you mean '\(LogText.safe(nearest))'?"
    } else if (1...Self.mostListed).contains(known.count) {
      text += "; expected \(known.map { "'\(LogText.safe($0))'" }.joined(separator: ", "))"
    } else if let others {
      text += "; see: \(others)"
    }
    self.init(text: text, exitCode: exitCode)
  }

  /// The most names that are listed in a line.
  private static let mostListed = 8
}

extension UnknownName {
  static func tenant(
    _ name: String, among tenants: [TenantConfiguration], exitCode: ExitCode = .findings
  ) -> UnknownName {
    UnknownName("tenant", name, among: tenants.map(\.name), others: "capataz status", exitCode: exitCode)
  }

  /// - Parameter tenant: The tenant whose rule it was to be; nil for any tenant's.
  static func rule(_ id: String, of tenant: String?, among rules: some Sequence<String>) -> UnknownName {
    var unknown = UnknownName("rule", id, among: Set(rules).sorted(), others: "capataz plan")
    if let tenant { unknown = UnknownName(text: "tenant '\(LogText.safe(tenant))': \(unknown.text)") }
    return unknown
  }

  /// - Parameter reader: The journal in which the intent is not.
  static func intent(_ id: String, in reader: JournalReader) throws(JournalError) -> UnknownName {
    let known = try reader.intents(limit: mostCompared).map(\.id)
    return UnknownName("intent", id, among: known, others: "capataz journal list")
  }

  /// The most intents whose ids are compared with a wrong one, the newest ones.
  private static let mostCompared = 10_000
}
