import Daemon
import Engine
import Foundation
import Log
import Records
import Simulation
import Testing

/// What is said about events must be true of the records that are written.
@Suite("The texts of events")
struct EventTextTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../..").standardizedFileURL

  private static func read(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  @Test("every event has an id of its own, a line, a text and advice", arguments: Report.Name.allCases)
  func complete(_ name: Report.Name) {
    let text = name.text
    #expect(text.id.wholeMatch(of: /[0-9a-f]{32}/) != nil)
    #expect(Report.Name.allCases.filter { $0.text.id == text.id } == [name])
    #expect(!text.subject.isEmpty && text.subject.count <= 72 && !text.subject.hasSuffix("."))
    for part in [text.meaning, text.advice] {
      #expect(part.hasSuffix(".") || part.hasSuffix(".)"), "\(part)")
      #expect(part.count { $0 == "`" }.isMultiple(of: 2) && !part.contains("\n") && !part.contains("  "), "\(part)")
      #expect(part.unicodeScalars.allSatisfy(\.isASCII) && !part.contains("@"), "\(part)")
    }
    #expect(!text.levels.isEmpty && text.levels == LogEntry.Level.allCases.filter { text.levels.contains($0) })
    #expect(name.rawValue.hasPrefix("intent.") == text.fields.contains("intent"))
  }

  @Test("what needs a person is told at level err, and says what to do", arguments: Report.Name.allCases)
  func advice(_ name: Report.Name) {
    guard name.text.levels.contains(.err) else { return }
    #expect(name.text.advice != "Nothing.")
  }

  @Test("every field of an event is explained, and every field that is explained is one of an event")
  func fields() {
    let used = Report.Name.allCases.flatMap { $0.text.fields + $0.text.sometimes } + ["repeated"]
    let explained = LogField.all.map(\.key)
    #expect(Set(used) == Set(explained))
    #expect(explained.count == Set(explained).count)
    for key in used.flatMap(LogField.keys) { #expect(JournaldFields.name(of: key) == key.uppercased(), "\(key)") }
  }

  @Test("a subject names only fields that each of its records has", arguments: Report.Name.allCases)
  func subjects(_ name: Report.Name) {
    let named = name.text.subject.split(separator: "@", omittingEmptySubsequences: false).enumerated()
      .filter { !$0.offset.isMultiple(of: 2) }.map { $0.element.lowercased() }
    #expect(Set(named).subtracting(name.text.fields) == [])
  }

  @Test("commands and fields that texts name exist")
  func references() {
    let commands: Set = [
      "plan", "why", "check", "directory", "journal", "notify", "release", "resolve", "status",
    ]
    let names = Set(Report.Name.allCases.map(\.rawValue))
    for text in Report.Name.allCases.map(\.text) {
      for part in [text.meaning, text.advice] {
        for (place, quoted) in part.split(separator: "`", omittingEmptySubsequences: false).enumerated()
        where !place.isMultiple(of: 2) {
          let words = quoted.split(separator: " ")
          if words.first == "capataz", words.count > 1 { #expect(commands.contains(String(words[1])), "\(quoted)") }
          if quoted.wholeMatch(of: /[a-z]+\.[a-z_.]+/) != nil { #expect(names.contains(String(quoted)), "\(quoted)") }
        }
      }
    }
  }

  /// A report that does not fit what is said about its event, in words; nil where it fits.
  private static func misfit(_ report: LogEntry) -> String? {
    let text = report.name.text
    let keys = report.fields.map(\.key)
    let required = Set(text.fields.flatMap(LogField.keys))
    let known = required.union(text.sometimes.flatMap(LogField.keys))
    if !text.levels.contains(report.level) { return "\(report.name.rawValue) at \(report.level)" }
    if keys.count != Set(keys).count { return "\(report.name.rawValue) with a field twice" }
    let strange = Set(keys).subtracting(known)
    if !strange.isEmpty { return "\(report.name.rawValue) with \(strange.sorted())" }
    let missing = required.subtracting(keys)
    return missing.isEmpty ? nil : "\(report.name.rawValue) without \(missing.sorted())"
  }

  @Test("every variant of every event has a level and the fields that are listed", arguments: Day.reports)
  func variants(_ report: Report) { #expect(Self.misfit(LogEntry(report)) == nil) }

  @Test("in days full of faults every record of the engine has the level and the fields that are listed")
  func simulated() {
    // Those that the daemon tells, and those for which the simulated tenant's rules and tasks are too good.
    let others: Set<Report.Name> = [
      .daemonStart, .daemonReady, .daemonStartFailed, .daemonReloadOK, .daemonReloadFailed, .daemonStopping,
      .daemonStop, .secretUnsafe,
      .logFallback, .logRestored, .pingFailed, .pingRecovered, .notifyReady, .notifyFailed, .notifyRecovered,
      .journalCorrupt, .journalBehind, .journalRefused, .tlsVerifyFailed, .decisionBlocked,
      .decisionUnknown, .pollRowUnreadable, .pollPartial, .tenantForbidden, .apiChanged,
    ]
    var missing = Set(Report.Name.allCases).subtracting(others)
    var misfits: Set<String> = []
    var seed: UInt64 = 0
    while seed < 3 || seed < 30 && !missing.isEmpty {
      var world = SimulatedWorld(
        seed: seed, length: .seconds(7_200),
        hear: { report in
          missing.remove(report.name)
          if let misfit = Self.misfit(LogEntry(report)) { misfits.insert(misfit) }
        })
      _ = world.run()
      seed += 1
    }
    #expect(misfits == [])
    #expect(missing == [], "the world is too good for these")
  }

  @Test("the catalogue and the manual page are what the texts give; Scripts/write-log-texts writes them anew")
  func files() throws {
    let manual = try Self.read("man/capataz-log.7")
    let written = [("systemd/capataz.catalog", EventFiles.catalogue), ("man/capataz-log.7", EventFiles.manual(manual))]
    for (path, text) in written {
      if ProcessInfo.processInfo.environment["CAPATAZ_WRITE_LOG_TEXTS"] != nil {
        try Data(text.utf8).write(to: Self.root.appending(path: path))
      }
      #expect(try Self.read(path) == text, "\(path) is old; run: Scripts/write-log-texts")
    }
    #expect(manual.components(separatedBy: "\n.\\\" begin: ").count == 3)
  }
}
