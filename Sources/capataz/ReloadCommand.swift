import ArgumentParser
import Daemon
import RuleFiles

/// A reload that says what came of it.
struct ReloadCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reload",
    abstract: "Lets the running daemon load everything anew, and shows what that changes.",
    discussion: """
      The files are checked first: where something is wrong the daemon is not disturbed. Then it is told to load them, \
      and its answer is waited for, a minute at most: which rules were added, removed or changed, and how many tasks of \
      the last poll would be decided differently. Ends with 1 when files or daemon refuse, or no daemon runs. Is given \
      as the daemon's user or as root.
      """)

  @ParentCommand var parent: Capataz
  @OptionGroup var shared: SharedOptions
  @Option(help: "The state directory, if the daemon's is not the one in the configuration.")
  var state: String?
  @Option(help: "text or json.")
  var format = OutputFormat.text

  func run() async throws {
    let given = state ?? ConfigurationFile.stateFromSystemd
    let loaded = ConfigurationLoader(state: given, isRunHere: true).load(shared.path(parent: parent.shared))
    guard let value = loaded.value else {
      Terminal.print(loaded.diagnostics)
      throw ExitCode.findings
    }
    try await Terminal.complaining {
      let answer = try await ReloadRequest(state: value.configuration.state).ask()
      if format == .json { Terminal.say(json: answer.json) }
      switch answer.verdict {
      case .refused:
        Terminal.complain(
          "capataz: reload refused, what was loaded stays in force: \(LogText.escaped(answer.why ?? ""))")
        throw ExitCode.findings
      case .reloaded where format == .text:
        Terminal.say(answer.changes.isEmpty ? "reloaded: nothing changed" : "reloaded")
        for change in answer.changes { Terminal.say("  " + LogText.escaped(change)) }
      case .reloaded: break
      }
    }
  }
}

extension ReloadError: Failure {
  var exitCode: ExitCode { .findings }
}
