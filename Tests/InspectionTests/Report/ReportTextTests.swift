import Foundation
import Inspection
import JSON
import Testing

@Suite("The report as text and JSON") struct ReportTextTests {
  static let golden = (#filePath as NSString).deletingLastPathComponent + "/../Golden/"

  /// Compares with a golden file; writes it instead where the environment says so.
  static func expect(_ text: String, _ name: String) throws {
    if ProcessInfo.processInfo.environment["CAPATAZ_WRITE_GOLDEN"] != nil {
      try text.write(toFile: golden + name, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOfFile: golden + name, encoding: .utf8) == text)
  }

  @Test("a day of a tenant at work, in each language", arguments: ReportLanguage.allCases)
  func day(_ language: ReportLanguage) async throws {
    let report = try await ReportSample.day().report(people: ReportSample.people)
    let text = ReportText([report], language).lines.joined(separator: "\n") + "\n"
    try Self.expect(text, "report.\(language.rawValue).txt")
    for line in text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
  }

  @Test("a day in JSON, the same in every language")
  func json() async throws {
    let report = try await ReportSample.day().report(people: ReportSample.people)
    try Self.expect(report.json.prettyText() + "\n", "report.json")
  }
}
