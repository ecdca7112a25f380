import ArgumentParser
import CalendarTime
import Daemon
import Foundation
import GeoTareas
import Inspection
import Journal
import JSON
import Log
import Platform
import RuleFiles

extension JournalCommand {
  /// Prints the trail line by line.
  struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints the audit trail, oldest first, with its hashes.",
      discussion: "Works while the daemon runs and while it does not. capataz(8) says how the hashes are made.")

    @ParentCommand var parent: JournalCommand
    @OptionGroup var shared: SharedOptions
    @Option(help: "Only this tenant.")
    var tenant: String?
    @Option(help: "Only from this time on: a day, or a time with its zone, such as 2026-03-09T15:30:00Z.")
    var since: TrailTime?
    @Option(help: "text or json.")
    var format = OutputFormat.json

    func run() throws {
      let configuration = try parent.configuration(shared)
      try parent.withReader(shared) { reader in
        try Terminal.withProgress(printsMeanwhile: true) { progress in
          progress.begin("writing out the audit trail", unit: "lines")
          var isEmpty = true
          try reader.export(tenant: tenant, since: since?.date, telling: { progress.advance(to: $0, of: $1) }) {
            isEmpty = false
            show($0, $1, configuration)
          }
          guard isEmpty, let tenant, !configuration.tenants.contains(where: { $0.name == tenant }) else { return }
          throw UnknownName.tenant(tenant, among: configuration.tenants)
        }
      }
    }

    private func show(_ row: AuditRow, _ previous: String, _ configuration: Configuration) {
      switch format {
      case .json: Terminal.say(json: JSONValue.object(row.members + [JSONMember("prev", .string(previous))]).text)
      case .text:
        let fields = [row.subject, row.who, row.why].map { LogText.safe($0) }.filter { !$0.isEmpty }
        let hash = row.hash.isEmpty ? "(not chained)" : String(row.hash.prefix(16))
        let time = parent.clock(of: row.tenant, in: configuration).stamp(row.at)
        Terminal.say("\(row.sequence)  \(time)  \(row.kind)  \(fields.joined(separator: "  "))  \(hash)")
      }
    }
  }

  /// Checks that the trail is as it was written.
  struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Checks that no line of the audit trail was changed, removed or cut off.",
      discussion: """
        Works while the daemon runs and while it does not. Ends with 1 and the first broken line if something is \
        wrong. A trail that somebody wrote anew from some line on is only found out by the hashes that were kept \
        elsewhere: the daemon logs the last one as audit_seq and audit_hash when it starts, with each summary and when \
        it stops.
        """)

    @ParentCommand var parent: JournalCommand
    @OptionGroup var shared: SharedOptions
    @Option(help: "text or json.")
    var format = OutputFormat.text

    func run() throws {
      try parent.withReader(shared) { reader in
        let result = try Terminal.withProgress { progress in
          progress.begin("checking the audit trail", unit: "lines")
          return try reader.verify { progress.advance(to: $0, of: $1) }
        }
        switch result {
        case .whole(let lines, let head):
          switch format {
          case .text: Terminal.say("ok: \(lines) lines, the last is \(head.sequence) with hash \(head.hash)")
          case .json:
            Terminal.say(json: Self.json("ok", lines: Int64(lines), sequence: head.sequence, hash: head.hash))
          }
        case .broken(let finding):
          switch format {
          case .text: Terminal.complain("capataz: the audit trail is broken: \(finding)")
          case .json:
            Terminal.say(json: Self.json("broken", broken: finding.sequence, message: finding.description))
          }
          throw ExitCode.findings
        }
      }
    }

    /// One JSON object; the keys are stable.
    private static func json(
      _ result: String, lines: Int64? = nil, sequence: Int64? = nil, hash: String? = nil, broken: Int64? = nil,
      message: String? = nil
    ) -> String {
      JSONValue.object([
        JSONMember("result", .string(result)), JSONMember("lines", .count(lines)),
        JSONMember("audit_seq", .count(sequence)),
        JSONMember("audit_hash", .optional(hash)), JSONMember("seq", .count(broken)),
        JSONMember("message", .optional(message)),
      ]).text
    }
  }

  /// Records a person's decision to use a journal that is not the last one used.
  struct AcceptRestore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "accept-restore",
      abstract: "Accepts a journal that was restored or rolled back, or the loss of one.",
      discussion: """
        Until then the daemon only observes. What was done since the journal was saved is not in it: look at the \
        tenants first. After the next start nothing is sent before everything that was sent earlier must have \
        taken effect and shows in reads. The word goes into the audit trail with the name of who gave it.
        """)

    @ParentCommand var parent: JournalCommand
    @OptionGroup var shared: SharedOptions
    @Option(help: "What happened, for the audit trail.")
    var why: String
    @Flag(help: "Allow a state directory on a file system that does not survive a power cut.")
    var allowVolatileState = false
    @Option(help: "text or json.")
    var format = OutputFormat.text

    func validate() throws { try Person.validate(why: why) }

    func run() async throws {
      let directory = try parent.stateDirectory(shared)
      try await Terminal.complaining {
        let journal = try await Journal.open(
          directory: directory, asOf: SystemClock().now(), allowVolatile: allowVolatileState,
          acceptance: Acceptance(who: Person.name, why: why))
        let accepted = try await journal.accepted
        try await journal.close()
        if format == .json {
          return Terminal.say(
            json: JSONValue.object([
              JSONMember("accepted", .bool(accepted != nil)), JSONMember("what", .optional(accepted)),
            ]).text)
        }
        guard let accepted else {
          return Terminal.say("there is nothing to accept: this is the last journal used here")
        }
        Terminal.say("accepted: \(accepted). Restart capataz, so that it works again")
      }
    }
  }
}

/// A time in the trail, as it is typed.
struct TrailTime: ExpressibleByArgument {
  let date: Date

  init?(argument: String) {
    let text = argument.contains("T") ? argument : argument + "T00:00:00Z"
    guard let date = try? Date(text, strategy: .iso8601) else { return nil }
    self.date = date
  }
}
