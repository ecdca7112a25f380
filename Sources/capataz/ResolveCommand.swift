import ArgumentParser
import Engine
import Foundation
import Inspection
import Journal
import JSON
import Records
import RuleFiles

/// A person's verdict.
struct ResolveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resolve",
    abstract: "Gives a person's verdict on an intent that is parked or refused.",
    discussion: """
      An intent is parked when it could not be found out whether its effect was made, or when it should not be made \
      without a person's word; it is refused when the server refused it. Look at the task first. Works while the daemon \
      runs and while it does not.
      """)

  /// The three verdicts.
  enum Answer: EnumerableFlag {
    case done, notDone, drop

    static func help(for value: Answer) -> ArgumentHelp? {
      switch value {
      case .done: "The effect is there."
      case .notDone: "The effect is not there and may be tried again."
      case .drop: "The effect is not to be tried again while the task stays as it is."
      }
    }

    var resolution: Resolution {
      switch self {
      case .done: .done
      case .notDone: .notDone
      case .drop: .drop
      }
    }
  }

  @ParentCommand var parent: Capataz
  @OptionGroup var shared: SharedOptions
  @Argument(help: "The intent, as in acme-17.")
  var intent: String
  @Flag(exclusivity: .exclusive)
  var verdict: Answer
  @Option(help: "The reason, for others to read.")
  var why: String
  @OptionGroup var hand: OperatorOptions

  func validate() throws { try Person.validate(why: why) }

  func run() async throws {
    let directory = try hand.directory(shared, of: parent)
    let resolved = try hand.withHand(directory) { journal in
      do throws(JournalError) {
        return try journal.resolve(intent, verdict.resolution, why: why, by: Person.name, at: Date())
      } catch {
        guard case .notParked(_, nil) = error else { throw error }
        let reader = try JournalReader.open(directory: directory)
        defer { reader.close() }
        throw try UnknownName.intent(intent, in: reader)
      }
    }
    if hand.format == .json { return Terminal.say(json: resolved.json.text) }
    Terminal.say("intent \(resolved.id) is \(resolved.state.rawValue) now")
  }
}
