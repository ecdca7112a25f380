import Foundation
import Inspection
import JSON
import Records
import TenantRuntime
import Testing

@Suite("What a report says") struct ReportModelTests {
  private static func words(_ report: ActivityReport, _ language: ReportLanguage = .en) throws -> [String] {
    [
      ReportText([report], language).lines.joined(separator: "\n"), report.json.text,
      try ReportPage([report], language).html(),
    ]
  }

  @Test("without names no label, no owner, no person, and no words of others that may name one, in any form")
  func nameless() async throws {
    let sample = try ReportSample.day()
    let names = [
      "Acme Corp", "Panadería", "Ferretería", "Servicio al Cliente", "María García", "Ana Paz", "jvera", "auditoría",
      "locked by another user", "503 from the server",
    ]
    let all = try Self.words(try await sample.report(people: ReportSample.people)).joined()
    for name in names where name != "Ana Paz" { #expect(all.contains(name), "\(name)") }
    for text in try Self.words(try await sample.report(showsNames: false, people: ReportSample.people)) {
      for name in names { #expect(!text.contains(name), "\(name)") }
      // What a rule and a step are called names nobody.
      for name in ["send-welcome", "Correo de bienvenida", "Send Welcome Email", "674839201748392018"] {
        #expect(text.contains(name), "\(name)")
      }
    }
  }

  @Test("a journal of a daemon that never finished a poll is told kindly, in each language")
  func empty() async throws {
    let report = try await ReportSample.empty.report(isRunning: false)
    let english = ReportText([report], .en).lines
    #expect(
      english.prefix(13) == [
        "tenant acme: 2026-03-15 12:01:00 -05:00 to 2026-03-16 12:01:00 -05:00",
        "  No task was done. 1 matter waits for a person.", "", "WHO MUST ACT",
        "  No daemon is running: nothing is done.", "    systemctl start capataz", "", "WHAT WAITS",
        "  No daemon has finished reading the tasks yet.", "  Nothing waits.", "", "OVER TIME, PER HOUR",
        "  Nothing happened in this time.",
      ])
    #expect(ReportText([report], .es).lines.contains("  El servicio aún no ha terminado de leer las tareas."))
    #expect(report.json["as_of"] == .null && report.json["latency"] == .null && report.json["queue"] == .null)
  }

  @Test("what others wrote controls no terminal, in no form, and no line is wider than eighty columns")
  func hostile() async throws {
    let report = try await ReportSample.hostile().report()
    let page = try ReportPage([report], .es).html()
    let lines = ReportText([report], .es).lines
    for text in lines + [page] { #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}")) }
    #expect(lines.contains { $0.contains("<script>") } && !page.contains("<script"))
    #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines.filter { $0.count > 80 })")
    #expect(!page.contains("\"\u{301}") && !page.contains("'\u{301}") && !page.contains("<\u{338}"))
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && page.contains("{{style}}"))
  }

  @Test("of many tenants a table comes first, then those with which there is anything to tell")
  func fleet() async throws {
    let reports = [
      try await ReportSample.quiet("boreal", done: 12).report(),
      try await ReportSample.quiet("cumbres", done: 0).report(),
    ]
    let lines = ReportText(reports, .es).lines
    #expect(
      lines.prefix(5) == [
        "EMPRESA  ATENDIDAS  EN DUDA  PARA UNA PERSONA", "boreal          12        0                 0",
        "cumbres          0        0                 0", "",
        "empresa boreal: del 2026-03-15 12:01:00 -05:00 al 2026-03-16 12:01:00 -05:00",
      ])
    #expect(!lines.contains { $0.hasPrefix("empresa cumbres:") })
  }

  @Test("files that a reload refused wait for a person")
  func refusedFiles() async throws {
    var reload = ReloadAnswer(.partly, began: 1)
    var part = ReloadAnswer.Tenant(tenant: "acme", change: .refused)
    part.mistakes = ["rules.yaml:1:1: error: x"]
    reload.tenants = [part]
    let report = try await ReportSample.quiet("acme", done: 0).report(reload: reload)
    #expect(report.demands.map(\.kind) == [.filesRefused])
    #expect(report.demands[0].commands.map(\.line) == ["capataz check", "capataz reload"])
  }

  @Test("of many parked effects twenty are told one by one, and the number of the rest")
  func many() async throws {
    var sample = ReportSample()
    for number in 0..<25 { sample.act(.parked, "greet", task: "\(number)", age: Double(1_000 - number)) }
    let report = try await sample.report()
    let parked = report.demands.filter { $0.kind == .parked }
    #expect(parked.count == 21 && parked.last?.count == 5 && parked.last?.intent == nil && report.parked == 25)
    #expect(report.matters == 25)
    #expect(parked.last?.commands.map(\.line) == ["capataz journal list --tenant acme --state parked"])
    #expect(ReportText([report], .es).lines.contains("  Hay 5 más detenidas."))
  }
}
