import Daemon
import Engine
import Log
import Logging
import Pacing
import Records
import Support
import Testing

private let end = LogEntry(.daemonStop, .notice, "stopped")

@Suite("Repeated reports")
struct RepeatedReportsTests {
  private static func at(_ seconds: Double) -> Instant {
    Instant(nanoseconds: Int64(seconds * 1_000_000_000))
  }

  private static let full = LogEntry(.journalFull, .err, "no space", [.init("tenant", "acme")])

  private static func failed(_ failures: Int, _ why: String = "down") -> LogEntry {
    LogEntry(.pollFailed, .warning, why, [.init("tenant", "acme"), .init("failures", String(failures))])
  }

  @Test("the first is told at once, then each minute how often it came again, with what was measured last")
  func folds() {
    var reports = RepeatedReports()
    #expect(reports.take(Self.failed(1), at: Self.at(0)) == [Self.failed(1)])
    for second in 1...59 { #expect(reports.take(Self.failed(second + 1), at: Self.at(Double(second))) == []) }
    #expect(reports.due(at: Self.at(59.9)) == [])
    let told = reports.due(at: Self.at(60))
    #expect(told.map(\.message) == ["repeated 59 times: down"])
    #expect(told.first?.level == .warning && told.first?.name == .pollFailed)
    #expect(
      told.first?.fields == [.init("tenant", "acme"), .init("failures", "60"), .init("repeated", "59")])
    #expect(reports.take(Self.failed(61), at: Self.at(61)) == [])
    #expect(reports.due(at: Self.at(120)).map(\.message) == ["repeated once: down"])
  }

  @Test("after a minute without it, it is news again")
  func forgets() {
    var reports = RepeatedReports()
    #expect(reports.take(Self.full, at: Self.at(0)) == [Self.full])
    #expect(reports.take(Self.full, at: Self.at(60)) == [Self.full])
    #expect(reports.take(Self.full, at: Self.at(61)) == [])
    #expect(reports.take(Self.full, at: Self.at(300)).map(\.message) == ["repeated once: no space"])
    #expect(reports.due(at: Self.at(360)).map(\.message) == ["repeated once: no space"])
    #expect(reports.due(at: Self.at(420)) == [])
    #expect(reports.take(Self.full, at: Self.at(421)) == [Self.full])
  }

  @Test("what differs in more than what is measured is told: the message, the level, a field")
  func differs() {
    var reports = RepeatedReports()
    let others = [
      Self.failed(1), Self.failed(1, "slow"), LogEntry(.pollFailed, .err, "down", Self.failed(1).fields),
      LogEntry(.tenantPaused, .warning, "down", Self.failed(1).fields),
      LogEntry(.pollFailed, .warning, "down", [.init("tenant", "other"), .init("failures", "1")]),
    ]
    for other in others { #expect(reports.take(other, at: Self.at(1)) == [other]) }
    for other in others { #expect(reports.take(other, at: Self.at(2)) == []) }
    #expect(reports.take(end, at: Self.at(3)).count == others.count + 1)
  }

  @Test(
    "nothing about an intent or a hold is folded, no answer to a person, and nothing below a warning",
    arguments: LogEntry.Level.allCases)
  func told(_ level: LogEntry.Level) {
    var reports = RepeatedReports()
    let families = ["intent.", "hold.", "daemon.", "secret."]
    let whole = Report.Name.allCases.filter { name in families.contains { name.rawValue.hasPrefix($0) } }
      .map { LogEntry($0, level, "m") }
    #expect(whole.count == 18)
    let named = LogEntry(.tenantPaused, level, "m", [.init("intent", "acme-1")])
    for report in whole + [named] + whole + [named] { #expect(reports.take(report, at: Self.at(0)) == [report]) }
    let other = LogEntry(.rateLimited, level, "m")
    #expect(reports.take(other, at: Self.at(1)) == [other])
    let folds = level == .warning || level == .err
    #expect(reports.take(other, at: Self.at(1)) == (folds ? [] : [other]))
  }

  @Test("when the trouble of a tenant is over, it is news when it begins anew")
  func over() {
    var reports = RepeatedReports()
    let recovered = { (tenant: String) in LogEntry(.pollRecovered, .notice, "again", [.init("tenant", tenant)]) }
    #expect(reports.take(Self.failed(1), at: Self.at(0)) == [Self.failed(1)])
    #expect(reports.take(Self.failed(2), at: Self.at(1)) == [])
    #expect(reports.take(recovered("other"), at: Self.at(2)) == [recovered("other")])
    #expect(reports.take(Self.failed(3), at: Self.at(3)) == [])
    let told = reports.take(recovered("acme"), at: Self.at(4))
    #expect(told.map(\.message) == ["repeated 2 times: down", "again"])
    #expect(reports.take(Self.failed(1), at: Self.at(5)) == [Self.failed(1)])
  }

  @Test("the log tells the first at once, and what it has counted before its last word")
  func log() {
    let records = KeptLog()
    let log = ReportLog(records.logger, foldsRepeats: true)
    for _ in 0..<3 { log.write(Self.full) }
    #expect(records.all.map(\.message) == ["no space"])
    log.write(end)
    #expect(records.all.map(\.message) == ["no space", "repeated 2 times: no space", "stopped"])
    #expect(records.all.map(\.level) == [.error, .error, .notice])
  }

  @Test("every report is told or counted, whatever comes in which order", arguments: 0..<50)
  func nothingIsLost(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var reports = RepeatedReports()
    var made: [String: Int] = [:]
    var told: [String: Int] = [:]
    func count(_ output: some Sequence<LogEntry>) {
      for report in output {
        let again = report.fields.first { $0.key == "repeated" }.flatMap { Int($0.value) }
        let message = again == nil ? report.message : String(report.message.split(separator: ": ").last ?? "")
        told[message, default: 0] += again ?? 1
      }
    }
    var now = 0.0
    // More kinds than are kept in mind.
    let kinds = UInt64(RepeatedReports.most) + 20
    for _ in 0..<3_000 {
      now += Double(random.next() % 100) / 100
      let kind = random.next() % (random.next() % 3 == 0 ? kinds : 5)
      made["m\(kind)", default: 0] += 1
      count(reports.take(LogEntry(.pollFailed, .warning, "m\(kind)"), at: Self.at(now)))
      if random.next() % 20 == 0 { count(reports.due(at: Self.at(now))) }
    }
    #expect(told.values.reduce(0, +) < made.values.reduce(0, +), "something waits to be told")
    count(reports.take(end, at: Self.at(now)).dropLast())
    #expect(told == made)
    #expect(reports.take(end, at: Self.at(now)) == [end])
  }

  @Test("the one that was told longest ago makes room, and is told what was counted of it")
  func bounded() {
    var reports = RepeatedReports()
    _ = reports.take(Self.full, at: Self.at(0))
    _ = reports.take(Self.full, at: Self.at(1))
    for number in 1..<RepeatedReports.most {
      #expect(reports.take(Self.failed(1, "\(number)"), at: Self.at(2)).count == 1)
    }
    let told = reports.take(Self.failed(1, "one more"), at: Self.at(3))
    #expect(told.map(\.message) == ["repeated once: no space", "one more"])
  }
}
