import Foundation
import Needs
import Testing

/// What was done, told to people who were not there.
@Suite("The report of a tenant", .limit(minutes: 10)) struct ReportTests {
  private func output(_ world: World, _ arguments: String...) async throws -> String {
    let child = try world.start(["report"] + arguments)
    #expect(await child.exit() == .code(0) && child.errors.text.isEmpty, "\(child.errors.text)")
    return child.output.text
  }

  @Test("what was done stands in text, JSON and page, in both languages, and looking changes nothing")
  func forms() async throws {
    try await World.with(rules: RuleTexts.handOver) { world in
      let run = try await world.runOnce()
      #expect(run.exit == .code(0), "\(run.process.errors.text)")
      let journal = URL(filePath: world.folder + "/state/journal.sqlite")
      let before = try Data(contentsOf: journal)
      let english = try await output(world)
      #expect(english.hasPrefix("tenant acme: ") && english.contains("\nBY RULE\n"), "\(english)")
      #expect(english.contains("\nWHO MUST ACT\n  No daemon is running: nothing is done.\n    since "), "\(english)")
      #expect(english.contains("\n    systemctl start capataz\n"), "\(english)")
      let spanish = try await output(world, "--lang", "es", "--since", "7d")
      #expect(spanish.hasPrefix("empresa acme: del ") && spanish.contains("\nPOR REGLA\n"), "\(spanish)")
      let json = try await output(world, "--format", "json")
      let report = try JSONDecoder().decode(Report.self, from: Data(json.utf8))
      #expect(report.tenant == "acme" && report.per == "hour" && report.totals.done > 0, "\(json)")
      #expect(report.rules.map(\.rule) == ["hand-over"] && report.latency?.count == report.totals.done, "\(json)")
      let page = try await output(world, "--format", "html", "--lang", "es", "--tenant", "acme")
      #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"es\"") && page.hasSuffix("</html>\n"))
      #expect(try Data(contentsOf: journal) == before)
    }
  }

  private struct Report: Decodable {
    struct Totals: Decodable { var done: Int }
    struct Rule: Decodable { var rule: String }
    struct Latency: Decodable { var count: Int }
    var tenant: String
    var per: String
    var totals: Totals
    var latency: Latency?
    var rules: [Rule]
  }

  @Test("a tenant that is not there is answered with the nearest name, a journal that is not there with what to do")
  func missing() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let none = try world.start("report")
      #expect(await none.exit() == .code(74) && none.output.text.isEmpty)
      #expect(none.errors.text.hasPrefix("capataz: "), "\(none.errors.text)")
      let run = try await world.runOnce()
      #expect(run.exit == .code(0), "\(run.process.errors.text)")
      let typo = try world.start("report", "--tenant", "acmee")
      #expect(await typo.exit() == .code(1) && typo.output.text.isEmpty)
      #expect(
        typo.errors.text.hasPrefix("capataz: there is no tenant 'acmee'; did you mean 'acme'?\nUsage: capataz report "))
    }
  }
}
