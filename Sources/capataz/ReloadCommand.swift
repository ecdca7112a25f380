import ArgumentParser
import Daemon
import Inspection
import JSON
import Log
import RuleFiles
import TenantRuntime
import YAML

/// A reload that reports its result.
struct ReloadCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reload",
    abstract: "Lets the running daemon load everything anew, and shows what that changes.",
    discussion: """
      A tenant is taken over whole or not at all: one with a mistake, in its settings, its rules or its secrets, goes on \
      with what it had loaded, and holds up no other. What concerns all is taken over with all tenants or refused with \
      all. The daemon's answer is waited for, a minute at most: for each tenant which rules were added, removed or \
      changed, and how many tasks of the last poll would be decided differently. Ends with 1 when anything is refused, or \
      no daemon runs. Run it as root or as the daemon's user.
      """)

  @ParentCommand var parent: Capataz
  @OptionGroup var shared: SharedOptions
  @Option(help: "The state directory, if the daemon's is not the one in the configuration.")
  var state: String?
  @Flag(help: "Take over nothing where one tenant has a mistake.")
  var allOrNothing = false
  @Option(help: "text or json.")
  var format = OutputFormat.text

  func run() async throws {
    // The daemon decides. What is read here shows where it is, and each mistake with its line.
    let loaded = ConfigurationLoader(state: state ?? ConfigurationFile.stateFromSystemd, isRunHere: true, lints: false)
      .loadByTenant(shared.path(parent: parent.shared))
    let mistakes = loaded.diagnostics.filter { $0.severity == .error }
    guard let directory = loaded.state else {
      ConfigurationFile.show(mistakes, of: shared.path(parent: parent.shared))
      Terminal.complain(
        "capataz: the daemon was not asked, as its state directory stands in the configuration; it can be given with "
          + "--state")
      throw ExitCode.findings
    }
    try await Terminal.complaining {
      let answer: ReloadAnswer
      do {
        answer = try await Terminal.withProgress { progress in
          progress.begin("waiting for the daemon's answer, a minute at most")
          return try await ReloadRequest(state: directory, isAllOrNothing: allOrNothing).ask()
        }
      } catch {
        Terminal.print(mistakes)
        throw error
      }
      try show(answer, mistakes)
    }
  }

  private func show(_ answer: ReloadAnswer, _ mistakes: [Diagnostic]) throws(ExitCode) {
    if answer.verdict != .reloaded { Terminal.print(mistakes) }
    switch format {
    case .json: Terminal.say(json: answer.output.text)
    case .text where answer.verdict != .refused:
      Terminal.say(LogText.escaped(answer.summary))
      for change in answer.changes { Terminal.say("  " + LogText.escaped(change)) }
    case .text: break
    }
    for refusal in answer.refusals { Terminal.complain("capataz: " + LogText.escaped(refusal)) }
    if answer.refusals.isEmpty, answer.verdict == .refused {
      Terminal.complain("capataz: \(answer.summary): \(LogText.escaped(answer.why ?? ""))")
    }
    if answer.verdict != .reloaded { throw ExitCode.findings }
  }
}

extension ReloadError: Failure {
  var exitCode: ExitCode { .findings }
}
