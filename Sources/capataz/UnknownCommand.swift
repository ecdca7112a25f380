import ArgumentParser
import Log
import RuleFiles

/// A word on the command line that should be a command and is none.
struct UnknownCommand {
  /// What there is not, and the nearest that there is.
  let text: String
  /// The command whose subcommand it was to be.
  let parent: any ParsableCommand.Type

  /// Looks for it in the arguments of the program; nil where every command in them is one.
  ///
  /// - Parameter root: The program.
  init?(in arguments: some Sequence<String>, of root: any ParsableCommand.Type) {
    var rest = Array(arguments)[...]
    var command = root
    var path: [String] = []
    while let word = rest.popFirst() {
      if word == "--config" {
        rest = rest.dropFirst()
        continue
      }
      guard !word.hasPrefix("-") || word.hasPrefix("--config=") else { return nil }
      if word.hasPrefix("--config=") { continue }
      let commands = command.configuration.subcommands
      if commands.isEmpty || (path.isEmpty && word == "help") { return nil }
      if let next = commands.first(where: { $0._commandName == word }) {
        command = next
        path.append(word)
        continue
      }
      let names =
        commands.filter { $0.configuration.shouldDisplay }.map { $0._commandName } + (path.isEmpty ? ["help"] : [])
      let nearest = Suggestion.nearest(to: word, among: names)
      func whole(_ name: String) -> String { (path + [name]).joined(separator: " ") }
      text =
        "there is no command '\(LogText.safe(whole(word)))'"
        + (nearest.map { "; did you mean '\(whole($0))'?" } ?? "")
      parent = command
      return
    }
    return nil
  }
}
