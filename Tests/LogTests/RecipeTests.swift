import Foundation
import Log
import Records
import Testing

/// The recipes name fields and events of the log; all of them must exist.
@Suite("Recipes")
struct RecipeTests {
  private static let page = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../docs/recipes.md").standardizedFileURL

  /// The code of the page.
  private static func code() throws -> String {
    let text = try String(contentsOf: page, encoding: .utf8)
    return text.components(separatedBy: "\n```").enumerated().filter { !$0.offset.isMultiple(of: 2) }.map(\.element)
      .joined(separator: "\n")
  }

  /// The names of a record's fields in JSON.
  private static let fields = Set(LogField.all.flatMap(\.keys) + ["ts", "level", "event", "msg"])

  /// The names of a record's fields in the systemd journal.
  private static let journal = Set(
    LogField.all.flatMap(\.keys).compactMap { JournaldFields.name(of: $0) }
      + ["MESSAGE", "PRIORITY", "EVENT", "MESSAGE_ID", "SYSLOG_IDENTIFIER"])

  @Test("every field of the systemd journal that a recipe names is one of a record")
  func journalFields() throws {
    let code = try Self.code()
    let labels = code.matches(of: /__journal_([a-z][a-z_]*)/).map { $0.output.1.uppercased() }
    // Loki's own word for the number of the priority.
    let known = Self.journal.union(["PRIORITY_KEYWORD"])
    #expect(labels.count >= 3)
    for label in labels { #expect(known.contains(label), "\(label)") }
    let names = code.matches(of: /[.]([A-Z][A-Z_]+)\b/).map { String($0.output.1) }
    #expect(names.count > 8)
    for name in names { #expect(Self.journal.contains(name), "\(name)") }
    let grouped = code.matches(of: /\b([A-Z]{3,})(?:="|\))/).map { String($0.output.1) }
    #expect(grouped.contains("RULE") && grouped.contains("TASK"))
    for name in grouped { #expect(Self.journal.contains(name) || name == "UTC", "\(name)") }
  }

  @Test("every field of the JSON form that a recipe takes out of a line is one of a record")
  func jsonFields() throws {
    let code = try Self.code()
    let expressions = try #require(code.firstMatch(of: /expressions = \{([^}]*)\}/)).output.1
    let names = expressions.matches(of: /= "([a-z_]+)"/).map { String($0.output.1) }
    #expect(names == ["ts", "level", "event", "tenant"])
    for name in names { #expect(Self.fields.contains(name), "\(name)") }
    let made = try #require(code.firstMatch(of: /record = \{([^}]*)\}/)).output.1
    for name in made.matches(of: /"([a-z]+)":/).map({ String($0.output.1) }) where name != "host" {
      #expect(Self.fields.contains(name), "\(name)")
    }
  }

  @Test("every event and level that a recipe asks for exists")
  func events() throws {
    let code = try Self.code()
    let events = Set(Report.Name.allCases.map(\.rawValue))
    for event in code.matches(of: /event="([^"]+)"/) { #expect(events.contains(String(event.output.1))) }
    let pattern = try #require(code.firstMatch(of: /event=~"([^"]+)"/)).output.1
    let regex = try Regex(String(pattern))
    #expect(events.filter { $0.wholeMatch(of: regex) != nil }.sorted() == ["intent.parked", "intent.refused"])
    let asked = code.matches(of: /level(?:=| == )"([a-z]+)"/).map(\.output.1)
    let made = code.matches(of: /[{] "([a-z]+)" [}]/).map(\.output.1)
    #expect(asked.count == 2 && made.count == LogEntry.Level.allCases.count)
    for level in asked + made { #expect(LogEntry.Level(rawValue: String(level)) != nil, "\(level)") }
    #expect(code.contains(#"level="err""#) && code.contains(#".level == "err""#))
  }
}
