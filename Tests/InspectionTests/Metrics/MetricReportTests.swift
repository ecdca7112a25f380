import Foundation
import GeoTareas
import Inspection
import Journal
import Pacing
import Records
import Support
import Testing

@Suite("Metrics from the journal")
struct MetricReportTests {
  private static func text(
    _ question: MetricReport.Question, _ format: MetricFormat = .openmetrics
  ) throws -> String {
    let text = format.text(try MetricReport(question, at: MetricSample.now).families)
    // How many pages a journal has is up to SQLite.
    return text.replacing(/(?m)^(capataz_journal_size_bytes) [1-9][0-9]+$/) { "\($0.1) 1" }
  }

  @Test("of a running daemon they are what the golden file has, and name no customer, no person and no task")
  func golden() async throws {
    let (folder, journal) = try await MetricSample.folder()
    let text = try Self.text(MetricSample.question(folder))
    try await journal.close()
    try ReportTextTests.expect(text, "metrics.txt")
    for secret in ["Jane", "Roe", "customer", "674839201748392", "u17"] { #expect(!text.contains(secret), "\(secret)") }
  }

  @Test("a tenant is paused where a hold is on all of it; one on a task, or on a rule, pauses nothing")
  func paused() async throws {
    let (folder, journal) = try await MetricSample.folder()
    let hand = try OperatorJournal.open(directory: folder.path + "/state", asOf: MetricSample.now)
    func modes() throws -> [String] {
      try Self.text(MetricSample.question(folder)).split(separator: "\n").map(String.init).filter {
        $0.hasPrefix(#"capataz_tenant_mode{tenant="acme","#) && $0.hasSuffix(" 1")
      }
    }
    let live = [#"capataz_tenant_mode{tenant="acme",capataz_tenant_mode="live"} 1"#]
    // A rule of it is held.
    #expect(try modes() == live)
    let task = TaskID("674839201748392017")
    _ = try hand.hold(tenant: "acme", rule: nil, task: task, why: "audit", by: "ana", at: MetricSample.now.wall)
    #expect(try modes() == live)
    _ = try hand.hold(tenant: "acme", rule: nil, why: "audit", by: "ana", at: MetricSample.now.wall)
    #expect(try modes() == [#"capataz_tenant_mode{tenant="acme",capataz_tenant_mode="paused"} 1"#])
    try await journal.close()
  }

  @Test("of a daemon that is gone they are what it left, and say that it is gone")
  func down() async throws {
    let (folder, journal) = try await MetricSample.folder()
    try await journal.close()
    let text = try Self.text(MetricSample.question(folder))
    #expect(text.contains("\ncapataz_up 0\n") && !text.contains("capataz_start_time_seconds"))
    #expect(text.contains(#"capataz_intents_total{tenant="acme",rule="send",outcome="verified"} 1"#))
    #expect(text.contains(#"capataz_tenant_last_poll_timestamp_seconds{tenant="acme"} 1773680447.75"#))
    #expect(text.contains(#"capataz_tenant_problems{tenant="east",health="person"} 1"#))
    #expect(!text.contains("capataz_budget") && text.hasSuffix("\n# EOF\n"))
  }

  @Test("where no daemon has ever run, that is told, and what the files say")
  func never() throws {
    let folder = try TemporaryFolder()
    for directory in ["", "/state"] {
      let question = MetricReport.Question(
        directory: folder.path + directory, tenants: [MetricSample.tenant("acme")],
        rules: ["acme": MetricSample.rules], reload: nil)
      let text = try Self.text(question)
      #expect(text.contains("\ncapataz_up 0\n"))
      #expect(text.contains(#"capataz_journal_state{capataz_journal_state="none"} 1"#))
      #expect(text.contains(#"capataz_tenant_poll_interval_seconds{tenant="acme"} 30"#))
      #expect(text.contains(#"capataz_rule_info{tenant="acme",rule="try",stage="canary"} 1"#))
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/state"))
  }

  @Test("a journal that is damaged, gone or older than its mark is told as such")
  func sick() async throws {
    let (folder, journal) = try await MetricSample.folder()
    let (question, state) = (MetricSample.question(folder), folder.path + "/state/")
    func condition() throws -> String? {
      let text = try Self.text(question)
      let lines = text.split(separator: "\n").filter { $0.hasPrefix("capataz_journal_state{") && $0.hasSuffix(" 1") }
      return lines.count == 1 ? lines[0].split(separator: "\"")[1].description : nil
    }
    let earlier = try TemporaryFolder()
    try await journal.close()
    #expect(try condition() == "ok")
    try FileManager.default.copyItem(atPath: state + "journal.sqlite", toPath: earlier.path + "/old")
    let again = try await Journal.open(directory: state, asOf: MetricSample.now, allowVolatile: true)
    try await again.commit([MetricSample.intent("acme", 7, .armed, at: 1)], tenant: "acme")
    try await again.close()
    try FileManager.default.removeItem(atPath: state + "journal.sqlite")
    #expect(try condition() == "missing")
    try FileManager.default.copyItem(atPath: earlier.path + "/old", toPath: state + "journal.sqlite")
    #expect(try condition() == "behind")
    try Data(repeating: 7, count: 8_192).write(to: URL(filePath: state + "journal.sqlite"))
    #expect(try condition() == "corrupt")
  }

  @Test("by tenant they are without rules, and so they are by themselves above 200 tenants")
  func grain() async throws {
    let (folder, journal) = try await MetricSample.folder()
    let text = try Self.text(MetricSample.question(folder, grain: .tenant))
    #expect(!text.contains("rule=") && text.contains(#"capataz_intents_total{tenant="acme",outcome="parked"} 1"#))
    let many = try Self.text(MetricSample.question(folder, ["acme"] + (1...200).map { "t\($0)" }))
    #expect(!many.contains("rule=") && many.contains(#"{tenant="t200","#))
    #expect(try Self.text(MetricSample.question(folder, ["acme"] + (1...199).map { "t\($0)" })).contains("rule="))
    try await journal.close()
  }

  @Test(
    "each family stands together and is told once, each series once, in either form", arguments: MetricFormat.allCases)
  func contiguous(format: MetricFormat) async throws {
    let (folder, journal) = try await MetricSample.folder()
    let lines = try Self.text(MetricSample.question(folder), format).split(separator: "\n")
    try await journal.close()
    let series = lines.filter { !$0.hasPrefix("#") }.map { $0.prefix { $0 != " " } }
    #expect(Set(series).count == series.count && series.count > 100)
    let types = lines.filter { $0.hasPrefix("# TYPE ") }.map { $0.split(separator: " ") }
    #expect(Set(types.map { $0[2] }).count == types.count)
    var family = ""
    for line in lines where line != "# EOF" {
      if line.hasPrefix("#") { family = String(line.split(separator: " ")[2]) } else { #expect(line.hasPrefix(family)) }
    }
  }
}
