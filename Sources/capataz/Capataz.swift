import ArgumentParser
import Daemon
import Glibc
import Platform

/// Where the process begins, before anything is read that others must not see.
@main
enum Program {
  static func main() async {
    ProcessMemory.seal()
    let command: any ParsableCommand
    do { command = try Capataz.parseAsRoot() } catch { refuse(error) }
    let kind = type(of: command)
    do { try await run(command) } catch { end(with: error, of: kind) }
  }

  /// Runs a command that was parsed; throws what ends it.
  static func run(_ command: sending any ParsableCommand) async throws {
    var command = command
    if var waiting = command as? any AsyncParsableCommand {
      try await waiting.run()
    } else {
      try command.run()
    }
  }

  /// Ends where the command line cannot be understood, or asks for help alone.
  private static func refuse(_ error: any Error) -> Never {
    guard !Capataz.exitCode(for: error).isSuccess,
      let unknown = UnknownCommand(in: CommandLine.arguments.dropFirst(), of: Capataz.self)
    else { end(with: error, of: Capataz.self) }
    Terminal.complain("Error: \(unknown.text)\n\(usage(of: unknown.parent))")
    Glibc.exit(ExitCode.validationFailure.rawValue)
  }

  /// Ends like the parser would, but escapes the output: arguments are not always typed by hand.
  ///
  /// What a command itself finds wrong in its arguments is shown with the usage of that command.
  private static func end(with error: any Error, of command: any ParsableCommand.Type) -> Never {
    switch error {
    case let error as UnknownName:
      Terminal.complain((["capataz: \(error.text)"] + error.details + [usage(of: command)]).joined(separator: "\n"))
      Glibc.exit(error.exitCode.rawValue)
    case let error as ValidationError:
      Terminal.complain("Error: \(error.message)\n\(usage(of: command))")
      Glibc.exit(ExitCode.validationFailure.rawValue)
    default: break
    }
    let code = Capataz.exitCode(for: error)
    let text = Capataz.fullMessage(for: error)
    if !text.isEmpty { code.isSuccess ? Terminal.say(text + "\n") : Terminal.complain(text + "\n") }
    Glibc.exit(code.rawValue)
  }

  /// How a command is used, and where more about it is.
  private static func usage(of command: any ParsableCommand.Type) -> String {
    let usage = Capataz.usageString(for: command)
    let name = usage.split(separator: " ").prefix { $0.first?.isLetter == true }.joined(separator: " ")
    return "Usage: \(usage)\n  See '\(name) --help' for more information."
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
      InitCommand.self, RunCommand.self, CheckCommand.self, TestCommand.self, PlanCommand.self, WhyCommand.self,
      ForecastCommand.self, DirectoryCommand.self, StatusCommand.self, ReportCommand.self, ReloadCommand.self,
      JournalCommand.self, ResolveCommand.self, HoldCommand.self, ReleaseCommand.self, NotifyCommand.self,
      SchemaCommand.self, AnswerMetricsCommand.self,
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
