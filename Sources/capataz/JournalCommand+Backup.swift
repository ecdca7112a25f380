import ArgumentParser
import Foundation
import Inspection
import JSON
import Journal
import Log
import Records
import RuleFiles

extension JournalCommand {
  /// Copies the journal.
  struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Copies the journal to a file, while the daemon runs and while it does not.",
      discussion: """
        The copy is the journal as it was at one moment. It overwrites nothing, only its owner can read it, it is on the \
        disk when the command ends, and its audit trail was checked. A journal copied with cp while the daemon runs is \
        no backup.

        To use it again: stop capataz, put it in the place of journal.sqlite in the state directory, with the same owner, \
        delete journal.sqlite-wal and journal.sqlite-shm there, start capataz and give 'capataz journal accept-restore'.
        """)

    @ParentCommand var parent: JournalCommand
    @OptionGroup var shared: SharedOptions
    @Argument(help: "The file to write; it must not exist.", completion: .file())
    var file: String
    @Option(help: "text or json.")
    var format = OutputFormat.text

    func validate() throws {
      if file.isEmpty { throw ValidationError("name the file to write") }
    }

    func run() throws {
      let directory = try parent.stateDirectory(shared)
      let made = try Terminal.complaining {
        try Terminal.withProgress { progress in
          var current: JournalBackup.Step?
          return try JournalBackup(directory: directory).write(to: file) { step, done, total in
            if step != current {
              step == .copying
                ? progress.begin("copying the journal", unit: "pages")
                : progress.begin("checking the copy's audit trail", unit: "lines")
            }
            current = step
            progress.advance(to: done, of: total)
          }
        }
      }
      switch format {
      case .text: tell(made, directory)
      case .json: Terminal.say(json: made.json)
      }
      guard let finding = made.finding else { return }
      if format == .text {
        Terminal.complain("capataz: the audit trail is broken, in the journal and so in its copy: \(finding)")
      }
      throw ExitCode.findings
    }

    private func tell(_ made: JournalBackup.Made, _ directory: String) {
      let place = directory + "/journal.sqlite"
      let checked =
        made.finding == nil
        ? ", and its audit trail is whole: \(made.lines.counted("line")), the last is \(made.head.sequence) with hash "
          + made.head.hash : ""
      Terminal.say("saved: \(LogText.safe(file)), \(made.bytes) bytes\(checked)")
      Terminal.say(
        "to restore it: stop capataz; put it in the place of \(LogText.safe(place.quotedForShell)), with the same owner; "
          + "delete journal.sqlite-wal and journal.sqlite-shm beside that; start capataz, and give: capataz journal "
          + "accept-restore --why TEXT"
      )
    }
  }
}

extension JournalBackup.Made {
  /// One JSON object; the keys are stable.
  fileprivate var json: String {
    JSONValue.object([
      JSONMember("result", .string(finding == nil ? "ok" : "broken")), JSONMember("file", .string(file)),
      JSONMember("bytes", .integer(bytes)), JSONMember("lines", .integer(lines)),
      JSONMember("audit_seq", .integer(head.sequence)), JSONMember("audit_hash", .string(head.hash)),
      JSONMember("message", .optional(finding?.description)),
    ]).text
  }
}
