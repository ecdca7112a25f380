import Foundation
import Needs
import Testing

/// What the shells know of the command line.
@Suite(.limit(minutes: 10)) struct CompletionTests {
  /// A command as the program describes itself.
  private struct Command: Decodable {
    var commandName: String
    /// False for what nobody types.
    var shouldDisplay: Bool
    var subcommands: [Command]?

    /// The command lines of all commands below this one, as lists of words.
    var lines: [[String]] {
      (subcommands ?? []).filter { $0.commandName != "help" && $0.shouldDisplay }.flatMap { command in
        [[command.commandName]] + command.lines.map { [command.commandName] + $0 }
      }
    }
  }

  private struct Description: Decodable { var command: Command }

  private func commands() async throws -> [[String]] {
    let text = try await output(["--experimental-dump-help"])
    let lines = try JSONDecoder().decode(Description.self, from: Data(text.utf8)).command.lines
    try #require(lines.contains(["run"]) && lines.contains(["journal", "accept-restore"]), "\(lines)")
    return lines
  }

  private func output(_ arguments: [String]) async throws -> String {
    let child = try ChildProcess(World.program, arguments, environment: [:])
    #expect(await child.exit() == .code(0), "\(child.errors.text)")
    return child.output.text
  }

  @Test("each shell's completions name all commands", arguments: ["bash", "zsh", "fish"])
  func commandsAreNamed(shell: String) async throws {
    let script = try await output(["--generate-completion-script", shell])
    for line in try await commands() {
      // What each shell's script has for a command: its function, or the line that offers it behind the words before it.
      let mark =
        switch shell {
        case "fish":
          "positional \"\((["capataz"] + line.dropLast()).joined(separator: " "))\" -eq 1' -fa '\(line[line.count - 1])'"
        default: "\n_capataz_\(line.joined(separator: "_"))() {"
        }
      #expect(script.contains(mark), "\(shell) does not know \(line)")
    }
  }

  @Test("bash completes commands, their options, and files of the right kind")
  func bash() async throws {
    let script = try await output(["--generate-completion-script", "bash"])
    let folder = FileManager.default.temporaryDirectory.path + "/capataz-completion-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder + "/rules", withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try script.write(toFile: folder + "/completions", atomically: true, encoding: .utf8)
    for name in ["config.yaml", "task.json", "one.test.yaml", "notes.txt"] {
      try Data().write(to: URL(filePath: folder + "/" + name))
    }
    for line in try await commands() {
      let name = line[line.count - 1]
      let candidates = try await complete(line.dropLast() + [String(name.dropLast())], in: folder)
      #expect(candidates.contains(name), "\(line): \(candidates)")
    }
    #expect(try await complete(["plan", "--form"], in: folder) == ["--format"])
    #expect(try await complete(["plan", "--format", ""], in: folder) == ["json", "text"])
    #expect(try await complete(["--config", ""], in: folder) == ["config.yaml", "one.test.yaml", "rules"])
    #expect(try await complete(["why", "--task", ""], in: folder) == ["rules", "task.json"])
    #expect(try await complete(["test", ""], in: folder).contains("one.test.yaml"))
    #expect(try await complete(["hold", "--state", ""], in: folder) == ["rules"])
  }

  /// What bash offers for the last of `words` behind the program's name.
  private func complete(_ words: [String], in folder: String) async throws -> [String] {
    let code = """
      cd "$1" && shift && source ./completions || exit 1
      COMP_WORDS=(capataz "$@") COMP_CWORD=$# COMP_LINE="capataz $*" COMP_POINT=${#COMP_LINE} COMP_TYPE=9 COMP_KEY=9
      $(complete -p capataz | sed 's/.* -F \\([^ ]*\\) .*/\\1/') capataz "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    let child = try ChildProcess(
      "/bin/bash", ["-c", code, "bash", folder] + words, environment: ["PATH": "/usr/bin:/bin"])
    #expect(await child.exit() == .code(0), "\(child.errors.text)")
    return child.output.text.split(separator: "\n").map { String($0).trimmingCharacters(in: .whitespaces) }.sorted()
  }
}
