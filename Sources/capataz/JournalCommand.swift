import ArgumentParser
import Daemon
import Engine
import Foundation
import GeoTareas
import Journal
import JSON
import Log
import Records
import RuleFiles

/// The record of what was done.
struct JournalCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "journal", abstract: "Shows what the daemon did, from its journal.",
    subcommands: [List.self, Show.self, Export.self, Verify.self, AcceptRestore.self])

  @ParentCommand var parent: Capataz

  /// All intents, the newest first.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists intents, the newest first.",
      discussion: "Works while the daemon runs and while it does not.")

    @ParentCommand var parent: JournalCommand
    @OptionGroup var shared: SharedOptions
    @Option(help: "Only this tenant.")
    var tenant: String?
    @Option(help: "Only this state: planned, armed, unknown, done, refused, superseded, parked.")
    var state: Intent.State?
    @Option(help: "At most this many.")
    var limit = 50
    @Option(help: "text or json.")
    var format = OutputFormat.text

    func run() throws {
      try parent.withReader(shared) { reader in
        let intents = try reader.intents(tenant: tenant, state: state, limit: limit)
        for intent in intents { format == .json ? Terminal.say(json: intent.json) : Terminal.say(intent.line) }
        if intents.isEmpty, format == .text { Terminal.say("nothing yet") }
      }
    }
  }

  /// The state directory that the configuration names.
  func stateDirectory(_ shared: SharedOptions) throws(ExitCode) -> String {
    let path = shared.path(parent: parent.shared)
    return try ConfigurationFile.loadAlone(path).state
  }

  /// Runs `body` on the journal; if that cannot be read, ends with a message and its exit code.
  func withReader(_ shared: SharedOptions, _ body: (JournalReader) throws -> Void) throws {
    let directory = try stateDirectory(shared)
    try Terminal.complaining {
      let reader = try JournalReader.open(directory: directory)
      defer { reader.close() }
      try body(reader)
    }
  }
}

extension Intent.State: ExpressibleByArgument {}

extension Intent {
  /// One line for people.
  fileprivate var line: String {
    let time = changedAt.formatted(.iso8601)
    return "\(time)  \(id)  \(state.rawValue)  task \(LogText.safe(task.rawValue))  \(LogText.safe(write.inWords))  "
      + "rule \(rule)  attempts \(attempts)  \(LogText.safe(note))"
  }

  /// One JSON object; the keys are stable.
  var json: String {
    JSONValue.line([
      ("intent", id), ("state", state.rawValue), ("task", task.rawValue), ("instance", instance),
      ("episode", String(episode)), ("rule", rule), ("rule_fingerprint", ruleFingerprint),
      ("endpoint", write.endpoint.rawValue), ("body", write.body.text), ("attempts", String(attempts)),
      ("created", createdAt.formatted(.iso8601)), ("changed", changedAt.formatted(.iso8601)), ("note", note),
    ])
  }
}
