import Foundation
import Log
import Records
import Testing

/// What people read: every message as a whole.
@Suite("Messages")
struct MessageTests {
  private static let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "Golden/messages.txt")
  private static let forms: [LogForm] = [.text(colour: false), .json, .journald]

  /// A record as a line for people, without the time.
  private static func line(_ report: Report) -> String {
    String(
      decoding: LogForm.text(colour: false).encode(LogRecord(LogEntry(report), at: .now)).dropFirst(9), as: UTF8.self)
  }

  @Test("a day in the log reads as it is written down; Scripts/write-log-texts writes it anew")
  func day() throws {
    let text = Day.reports.map(Self.line).joined()
    if ProcessInfo.processInfo.environment["CAPATAZ_WRITE_LOG_TEXTS"] != nil {
      try Data(text.utf8).write(to: Self.golden)
    }
    #expect(try String(contentsOf: Self.golden, encoding: .utf8) == text, "run: Scripts/write-log-texts")
  }

  @Test("the day has every event, with each of its levels")
  func whole() {
    let told = Dictionary(grouping: Day.reports.map { LogEntry($0) }, by: \.name).mapValues { Set($0.map(\.level)) }
    for name in Report.Name.allCases { #expect(told[name] == Set(name.text.levels), "\(name.rawValue)") }
  }

  @Test("a message names the tenant first, and says of task, rule and intent which", arguments: Day.reports)
  func standsAlone(_ report: Report) {
    let entry = LogEntry(report)
    if let tenant = report.tenant { #expect(entry.message.hasPrefix("\(tenant): ")) }
    for key in ["task", "rule", "intent", "shadowed_by"] {
      for field in entry.fields where field.key == key { #expect(entry.message.contains(field.value), "\(key)") }
    }
    #expect(!entry.message.contains("  ") && !entry.message.hasSuffix(".") && !entry.message.contains("\n"))
  }

  @Test("without names, no form of any record has a customer's or a person's", arguments: Day.reports)
  func nameless(_ report: Report) {
    let record = LogRecord(LogEntry(report, names: false), at: .now)
    for form in Self.forms {
      let text = String(decoding: form.encode(record), as: UTF8.self)
      for name in Day.names { #expect(!text.contains(name), "\(name): \(text)") }
    }
  }

  @Test("only names are left out: a tenant or an intent that is called like a customer keeps its name")
  func namesake() {
    let entry = LogEntry(Day.namesake, names: false)
    #expect(entry.message.hasPrefix("acme: send-welcome could not complete task 7 with 'sent': <name> does not exist."))
    #expect(entry.message.hasSuffix("[acme-19]"))
    #expect(entry.fields.contains(.init("tenant", "acme")) && entry.fields.contains(.init("intent", "acme-19")))
  }

  @Test("with names, they are in the log", arguments: Day.names)
  func named(_ name: String) { #expect(Day.reports.contains { LogEntry($0).message.contains(name) }) }
}
