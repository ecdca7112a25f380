import Daemon
import Engine
import Foundation
import Log
import Logging
import Pacing
import Records
import RuleFiles
import Support
import Synchronization
import Testing

@Suite struct LogTests {
  @Test(
    "text that is not ours cannot forge a line, move the cursor or turn the direction",
    arguments: [
      ("plain", "plain"), ("ñandú – 漢字 🙂", "ñandú – 漢字 🙂"), ("a\nb", #"a\u{a}b"#), ("\u{1B}[31m", #"\u{1b}[31m"#),
      ("x\u{202E}y", #"x\u{202e}y"#), ("a\u{2028}b", #"a\u{2028}b"#), ("\u{0}", #"\u{0}"#), ("\u{85}", #"\u{85}"#),
      ("\r\n", #"\u{d}\u{a}"#), ("\u{200B}", #"\u{200b}"#), ("\u{E000}", #"\u{e000}"#),
    ])
  func safe(_ text: String, _ expected: String) { #expect(LogText.safe(text) == expected) }

  @Test("in lines what acts on a terminal is shown; only line ends, tabs and, where there is colour, colours are left")
  func lines() {
    let text = "\u{1B}[31mbad\u{1B}[0m\tL\u{9B}31m\u{1B}[2J\u{202E}\u{1B}[12345m\u{1B}\n"
    let shown = #"L\u{9b}31m\u{1b}[2J\u{202e}\u{1b}[12345m\u{1b}"# + "\n"
    #expect(LogText.lines(text) == #"\u{1b}[31mbad\u{1b}[0m"# + "\t" + shown)
    #expect(LogText.lines(text, keepsColour: true) == "\u{1B}[31mbad\u{1B}[0m\t" + shown)
    #expect(LogText.lines("ñandú 漢字 🙂\n") == "ñandú 漢字 🙂\n")
  }

  @Test("JSON shown on a terminal is the same value, in ASCII where a character would act")
  func shownJSON() throws {
    let text = "é\u{85}\u{9B}\u{2028}\u{202E}\u{200B}\u{FEFF}\u{E0001}\u{F0000}\u{7F}🙂"
    let shown = LogText.json(#"{"a": "\#(text)","# + "\n" + #""b": 1}"#)
    #expect(
      shown == #"{"a": "é\u0085\u009b\u2028\u202e\u200b\ufeff\udb40\udc01\udb80\udc00\u007f🙂","# + "\n"
        + #""b": 1}"#)
    struct Value: Decodable { var a: String }
    #expect(
      try JSONDecoder().decode(Value.self, from: Data(shown.utf8)).a.unicodeScalars.elementsEqual(text.unicodeScalars))
  }

  @Test(
    "a long value is cut to 256 bytes at a character, with a sign of it",
    arguments: ["x", "é", "漢", "🙂", "\u{202E}"])
  func cut(_ character: String) {
    let cut = LogText.safe(String(repeating: character, count: 10_000))
    #expect(cut.utf8.count <= LogText.cap)
    #expect(cut.utf8.count > LogText.cap - 16)
    #expect(cut.hasSuffix("…"))
    let whole = String(repeating: "x", count: LogText.cap - 3)
    #expect(LogText.safe(whole) == whole)
  }

  @Test(
    "a path in a record is never cut",
    arguments: [
      "daemon.start", "daemon.reload.failed", "secret.unsafe", "journal.full", "journal.corrupt", "tenant.paused",
    ])
  func path(_ event: String) throws {
    let path = String(repeating: "/" + String(repeating: "x", count: 99), count: 40)
    let message = "cannot read \(path): no such file; it is named in \(path)"
    let record = LogRecord(.error, message, ["event": "\(event)", "config": "\(path)"], at: Self.date)
    #expect(record.message == message)
    #expect(record.fields == [.init("config", path)])
    let name = try #require(Report.Name(rawValue: event))
    var repeats = RepeatedReports()
    let report = LogEntry(name, .err, message, [.init("config", path)])
    #expect(repeats.take(report, at: .init(nanoseconds: 0)) == [report])
  }

  private static let date = Date(timeIntervalSince1970: 1_773_592_200.25)

  private func line(
    _ form: LogForm, _ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata
  ) -> String {
    String(decoding: form.encode(LogRecord(level, message, metadata, at: Self.date)), as: UTF8.self)
  }

  @Test("a record is one JSON object, keys in a fixed order, every value a text")
  func json() {
    let line = line(
      .json, .notice, "completed with 'sent'",
      ["event": "intent.done", "status": "200", "task": "674839201748392018", "tenant": "acme", "zz": "1", "aa": "2"])
    #expect(
      line == #"{"ts":"2026-03-15T16:30:00.250Z","level":"notice","event":"intent.done","#
        + #""msg":"completed with 'sent'","tenant":"acme","task":"674839201748392018","status":"200","aa":"2","zz":"1"}"#
        + "\n")
  }

  @Test("a quote, a backslash and a line break in a value stay inside it")
  func jsonEscapes() throws {
    let line = line(.json, .error, "a\"b\\c\nd", ["event": "x", "why": "1\",\"level\":\"info"])
    #expect(line.split(separator: "\n").count == 1)
    let fields = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
    #expect(fields["msg"] == #"a"b\c\u{a}d"#)
    #expect(fields["level"] == "err")
    #expect(fields["why"] == "1\",\"level\":\"info")
  }

  @Test("a line for people has time, level, event, message and fields; a value with a space or quote is quoted")
  func text() {
    let line = line(
      .text(colour: false), .warning, "tasks cannot be read",
      ["event": "poll.failed", "tenant": "acme", "why": "a \"b", "empty": ""])
    #expect(
      line.dropFirst(8) == " warning poll.failed        tasks cannot be read  tenant=acme why=\"a \\\"b\" empty=\"\"\n")
    #expect(line.prefix(8).split(separator: ":").count == 3)
  }

  @Test("colour surrounds the level and nothing else")
  func colour() {
    let line = line(.text(colour: true), .error, "m", ["event": "e"])
    #expect(line.dropFirst(8) == " \u{1B}[31merr    \u{1B}[0m e                  m\n")
  }

  @Test(
    "a message with its advice is not cut where a value would be",
    arguments: [String(repeating: "/folder", count: 40)])
  func longMessage(_ path: String) {
    let line = line(.json, .error, "secret file '\(path)' is unsafe; run: chmod 0400", ["event": "e"])
    #expect(line.contains("run: chmod 0400"))
  }

  @Test(
    "a report goes to the log at its level, with its event and fields",
    arguments: zip(LogEntry.Level.allCases, [Logger.Level.debug, .info, .notice, .warning, .error]))
  func report(_ level: LogEntry.Level, _ expected: Logger.Level) {
    let records = KeptLog()
    ReportLog(records.logger).write(LogEntry(.intentDone, level, "done", [.init("task", "1")]))
    #expect(records.all.map(\.level) == [expected])
    #expect(records.all.first?.message == "done")
    #expect(records.all.first?.metadata == ["event": "intent.done", "task": "1"])
  }
}
