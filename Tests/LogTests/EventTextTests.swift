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
    #expect(!text.levels.isEmpty && text.levels == Report.Level.allCases.filter { text.levels.contains($0) })
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
    let commands: Set = ["plan", "why", "check", "directory", "journal", "release", "resolve", "status"]
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
  private static func misfit(_ report: Report) -> String? {
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

  @Test("in days full of faults every record of the engine has the level and the fields that are listed")
  func simulated() {
    // Those that the daemon tells, and those for which the simulated tenant's rules and tasks are too good.
    let others: Set<Report.Name> = [
      .daemonStart, .daemonReady, .daemonReloadOK, .daemonReloadFailed, .daemonStopping, .daemonStop, .secretUnsafe,
      .logFallback, .logRestored, .journalCorrupt, .journalBehind, .journalRefused, .tlsVerifyFailed, .decisionBlocked,
      .decisionUnknown, .pollRowUnreadable, .pollPartial, .tenantForbidden,
    ]
    var missing = Set(Report.Name.allCases).subtracting(others)
    var misfits: Set<String> = []
    var seed: UInt64 = 0
    while seed < 3 || seed < 30 && !missing.isEmpty {
      var world = SimulatedWorld(
        seed: seed, length: .seconds(7_200),
        hear: { report in
          missing.remove(report.name)
          if let misfit = Self.misfit(report) { misfits.insert(misfit) }
        })
      _ = world.run()
      seed += 1
    }
    #expect(misfits == [])
    #expect(missing == [], "the world is too good for these")
  }

  @Test("every place in the sources that tells an event does so at a level that is listed, with fields that are")
  func sources() throws {
    let places = try Self.tellings()
    #expect(places.count > 40)
    for place in places {
      let text = place.name.text
      #expect(text.levels.contains(place.level), "\(place.name.rawValue) at \(place.level) in \(place.file)")
      let known = Set((text.fields + text.sometimes).flatMap(LogField.keys))
      #expect(Set(place.keys).subtracting(known) == [], "\(place.name.rawValue) in \(place.file)")
    }
  }

  private struct Telling {
    var file: String
    var name: Report.Name
    var level: Report.Level
    var keys: [String]
  }

  /// The calls in the sources that name an event and its level outright.
  private static func tellings() throws -> [Telling] {
    var found: [Telling] = []
    let cases = Dictionary(uniqueKeysWithValues: Report.Name.allCases.map { ("\($0)", $0) })
    for module in ["Engine", "Daemon"] {
      let folder = root.appending(path: "Sources/\(module)")
      for file in try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted() {
        guard file.hasSuffix(".swift") else { continue }
        let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        for match in text.matches(of: /(?:report|write|LogRecord)\(\s*\.(\w+),\s*\.(\w+),/) {
          guard let name = cases[String(match.1)], let level = Report.Level(rawValue: String(match.2)) else { continue }
          let call = arguments(of: text[match.range.lowerBound...])
          let keys = call.matches(of: /\.init\("(\w+)"|Field\("(\w+)"/).compactMap { ($0.1 ?? $0.2).map(String.init) }
          found.append(Telling(file: file, name: name, level: level, keys: keys))
        }
      }
    }
    return found
  }

  /// The call at the start of the text, up to the parenthesis that closes it.
  private static func arguments(of text: Substring) -> Substring {
    var depth = 0
    for place in text.indices {
      if text[place] == "(" { depth += 1 }
      if text[place] == ")" { depth -= 1 }
      if depth == 0, text[place] == ")" { return text[...place] }
    }
    return text
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
