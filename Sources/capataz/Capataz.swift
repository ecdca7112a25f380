import ArgumentParser
import Daemon
import Glibc
import Platform

/// Where the process begins, before anything is read that others must not see.
@main
enum Program {
  static func main() async {
    ProcessMemory.seal()
    do {
      var command = try Capataz.parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      end(with: error)
    }
  }

  /// Ends like the parser would, but escapes the output: arguments are not always typed by hand.
  private static func end(with error: any Error) -> Never {
    let code = Capataz.exitCode(for: error)
    let text = Capataz.fullMessage(for: error)
    if !text.isEmpty { code.isSuccess ? Terminal.say(text + "\n") : Terminal.complain(text + "\n") }
    Glibc.exit(code.rawValue)
  }
}

/// The command line: parse, call, map to an exit code; one file per command.
struct Capataz: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "capataz",
    abstract: "Takes routine human tasks of GeoTareas workflows off people's desks.",
    discussion: """
      Polls a tenant's pending and overdue tasks, evaluates YAML rules, and completes or reassigns each matching task \
      exactly once, inside the API's rate limits.
      """,
    version: ProgramIdentity.version,
    subcommands: [
      RunCommand.self, CheckCommand.self, TestCommand.self, PlanCommand.self, WhyCommand.self, ForecastCommand.self,
      DirectoryCommand.self,
      StatusCommand.self, ReportCommand.self, ReloadCommand.self, JournalCommand.self, ResolveCommand.self,
      HoldCommand.self,
      ReleaseCommand.self, NotifyCommand.self, SchemaCommand.self,
    ])

  @OptionGroup var shared: SharedOptions
}

/// Options that may come before or after the command.
struct SharedOptions: ParsableArguments {
  @Option(
    help: "The configuration file (default: $CAPATAZ_CONFIG, then /etc/capataz/config.yaml).",
    completion: .file(extensions: ["yaml"]))
  var config: String?
}
