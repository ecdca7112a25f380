import ArgumentParser
import Daemon
import Foundation
import Glibc
import Journal
import Log
import Platform
import Records
import RuleFiles
import TenantRuntime

/// The daemon.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs the daemon: polls, decides, completes and reassigns.",
    discussion: """
      SIGTERM and SIGINT finish the write in flight and end with 0. SIGHUP loads configuration, rules and secrets anew: \
      each tenant whole or not at all, and one with a mistake holds up no other.
      """)

  @ParentCommand var parent: Capataz
  @OptionGroup var shared: SharedOptions
  @Flag(help: "Poll, act until nothing is left to do, and end.")
  var once = false
  @Flag(help: "Decide and journal the decisions, but never write to the API.")
  var dryRun = false
  @Flag(help: "Allow a state directory on a file system that does not survive a power cut.")
  var allowVolatileState = false

  func run() async throws {
    // If a reader of our output goes away, that must not end us.
    signal(SIGPIPE, SIG_IGN)
    // Nor may a reload that is requested before there is anything to reload.
    signal(SIGHUP, SIG_IGN)
    Footprint.keepLittle()
    Footprint.raiseFileLimit()
    let path = shared.path(parent: parent.shared)
    let loaded = try load(path)
    var options = Daemon.Options(configPath: path, environment: ProcessInfo.processInfo.environment)
    options.state = ConfigurationFile.stateFromSystemd
    options.runsOnce = once
    options.isDry = dryRun
    let log = log(loaded.configuration.log)
    let memory = try await open(loaded, log, options)
    let ending: Daemon.End
    // The daemon has told why it does not start.
    do { ending = try await Daemon(options: options, loaded: loaded, memory: memory, log: log).run() } catch {
      throw error.exitCode
    }
    if case .journal(let journal) = memory { try await Terminal.complaining { try await journal.close() } }
    if let code = ending.exitCode { throw code }
  }

  /// The configuration; a mistake that keeps the daemon from starting is shown to a person and told to the log.
  private func load(_ path: String) throws(ExitCode) -> LoadedConfiguration {
    // Whoever runs it once is there to read what is wrong.
    let loaded = once ? ConfigurationFile.loadHere(path) : ConfigurationFile.loadWhatIsRight(path)
    if let value = loaded.value { return value }
    let isShown = isTerminal && !isBehindJournald
    if isShown { ConfigurationFile.show(loaded.diagnostics, of: path) }
    StartFailure.tell(loaded.diagnostics, areShown: isShown, in: log(LogSettings()))
    throw .configuration
  }

  /// Opens the journal; tells the log why it cannot be used, where nothing can be done without it.
  private func open(
    _ loaded: LoadedConfiguration, _ log: ReportLog, _ options: Daemon.Options
  ) async throws(ExitCode) -> JournalAccess {
    // Opening may take long: every page of a large journal is examined, and an older journal is migrated.
    let notifier = Notifier(environment: options.environment)
    do throws(JournalError) {
      return try await notifier.extendingTimeout { () async throws(JournalError) in
        // Whoever runs it once is there to make room.
        if once { return try await openMemory(of: loaded) }
        return try await JournalOpening(log: log, notifier: notifier).open { () async throws(JournalError) in
          try await openMemory(of: loaded)
        }
      }
    } catch {
      log.write(.daemonStartFailed(why: error.description))
      throw error.exitCode
    }
  }

  private var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  private var isBehindJournald: Bool {
    JournaldSocket.isBehind(stream: ProcessInfo.processInfo.environment["JOURNAL_STREAM"])
  }

  private func log(_ settings: LogSettings) -> ReportLog {
    ReportLog(
      settings, isTerminal: isTerminal, colour: Terminal.hasColour(STDERR_FILENO),
      journalStream: ProcessInfo.processInfo.environment["JOURNAL_STREAM"], foldsRepeats: true,
      // Whoever runs it once reads everything, even slowly.
      most: once ? 1_000_000 : LogOutlet.most)
  }

  /// The journal, or why it must be left alone until a person has looked at it.
  private func openMemory(of loaded: LoadedConfiguration) async throws(JournalError) -> JournalAccess {
    do throws(JournalError) {
      return .journal(
        try await Journal.open(
          directory: loaded.configuration.state, asOf: SystemClock().now(), allowVolatile: allowVolatileState,
          retention: Retention(loaded.configuration.keep)))
    } catch {
      guard error.disposition == .hold else { throw error }
      return .withheld(error)
    }
  }
}

extension Daemon.End {
  /// The exit code; nil for 0.
  var exitCode: ExitCode? {
    switch self {
    case .stopped, .nothingLeft: nil
    case .credentialsRefused: .credentials
    case .unreachable, .leftUndone: .findings
    case .journal(let error): error.exitCode
    }
  }
}
