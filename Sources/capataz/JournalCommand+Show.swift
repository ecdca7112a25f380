import ArgumentParser
import CalendarTime
import Daemon
import Engine
import Foundation
import GeoTareas
import Glibc
import Inspection
import Journal
import JSON
import Log
import Records

extension JournalCommand {
  /// Shows everything about one intent.
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows one intent: what was to be done, why, and every state it went through.",
      discussion: "Works while the daemon runs and while it does not. Ends with 1 if there is no such intent.")

    @ParentCommand var parent: JournalCommand
    @OptionGroup var shared: SharedOptions
    @Argument(help: "The intent, such as acme-17.")
    var intent: String
    @Option(help: "text or json.")
    var format = OutputFormat.text

    func run() throws {
      try parent.withReader(shared) { reader in
        guard let found = try reader.intent(id: intent) else {
          throw try UnknownName.intent(intent, in: reader)
        }
        let trail = try reader.trail(of: intent)
        let past = try PastEffect(found, in: reader)
        switch format {
        case .json: Terminal.say(json: found.whole(trail, past).text)
        case .text:
          for line in found.lines(trail, past, parent.clock(of: past.tenant, in: try parent.configuration(shared))) {
            Terminal.say(line)
          }
        }
      }
    }
  }
}

extension Intent {
  /// What a person can say about it, if it waits for a verdict.
  private var verdicts: [(command: String, meaning: String)] {
    guard state == .parked else { return [] }
    return [
      ("--done", "it took effect; it is not sent again"),
      ("--not-done", "it did not; it may be decided and sent again"),
      ("--drop", "nothing more is to be done about it"),
    ].map { ("capataz resolve \(id) \($0.0) --why TEXT", $0.1) }
  }

  fileprivate func lines(_ trail: [AuditRow], _ past: PastEffect, _ clock: WallTime) -> [String] {
    var lines = [
      "intent     \(id)", "state      \(state.rawValue)\(note.isEmpty ? "" : ": \(LogText.safe(note))")",
      "task       \(LogText.safe(task.rawValue)) of instance \(LogText.safe(instance)), episode \(episode)",
      "rule       \(rule) (fingerprint \(ruleFingerprint))",
      "request    \(write.endpoint.rawValue) \(LogText.json(write.body.text))",
      "if         \(LogText.safe(precondition.inWords))",
      "sent       \(attempts.counted("attempt"))\(doubtfulAttempts == 0 ? "" : ", \(doubtfulAttempts) in doubt")",
    ]
    if let pool { lines.append("pool       \(LogText.safe(pool))") }
    lines += [""] + past.lines(clock, style: TextStyle(isColoured: Terminal.hasColour(STDOUT_FILENO))) + [""]
    for row in trail {
      let attempt = row.facts?["attempts"]?.numeral.map { "  attempt \($0)" } ?? ""
      let why = row.why.isEmpty ? "" : "  \(LogText.safe(row.why))"
      lines.append("\(clock.stamp(row.at))  \(row.kind)\(attempt)  \(LogText.safe(row.who))\(why)")
    }
    if !verdicts.isEmpty { lines += ["", "it waits for a person; look at the task and say one of:"] }
    return lines + verdicts.map { "  \($0.command)   \($0.meaning)" }
  }

  /// One JSON object; the keys are stable.
  fileprivate func whole(_ trail: [AuditRow], _ past: PastEffect) -> JSONValue {
    .object(
      members + [
        JSONMember(
          "precondition",
          .object([
            JSONMember("status", .string(precondition.status)), JSONMember("user", .optional(precondition.user)),
            JSONMember("group", .optional(precondition.group)),
          ])),
        JSONMember("doubtful_attempts", .integer(doubtfulAttempts)), JSONMember("pool", .optional(pool)),
        JSONMember("past", past.json), JSONMember("trail", .array(trail.map(\.json))),
        JSONMember("verdicts", .texts(verdicts.map(\.command))),
      ])
  }
}

extension JSONValue {
  fileprivate var numeral: String? {
    if case .number(let text) = self { text } else { nil }
  }
}

extension TaskState {
  fileprivate var inWords: String {
    let user = user.map { "with user \($0)" }
    let group = group.map { "with group \($0)" }
    return ([status] + [user, group].compactMap(\.self)).joined(separator: ", ")
  }
}

extension AuditRow {
  var time: String { at.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)) }

  /// One JSON object; the keys are stable.
  var json: JSONValue { .object(members) }

  /// What is hashed of it is text: see capataz(8).
  var members: [JSONMember] {
    [
      JSONMember("seq", .integer(sequence)), JSONMember("at", .string(time)),
      JSONMember("at_us", .integer(microseconds)), JSONMember("epoch", .integer(epoch)),
      JSONMember("kind", .string(kind)), JSONMember("tenant", .said(tenant)), JSONMember("subject", .said(subject)),
      JSONMember("who", .said(who)), JSONMember("why", .said(why)), JSONMember("details", .said(details)),
      JSONMember("hash", .said(hash)),
    ]
  }
}
