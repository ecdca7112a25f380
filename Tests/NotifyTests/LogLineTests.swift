import Foundation
import JSON
import Log
import Notify
import Records
import Testing

/// What is made of the lines of both forms of the log.
@Suite struct LogLineTests {
  private static func record(_ line: String) -> HeardRecord? { LogLine.record(Array(line.utf8)) }

  private static let message = "acme: send-welcome could not complete task 7"

  @Test("a line of the log's own form, and an entry of the systemd journal, are the same record")
  func forms() throws {
    let fields = #""task":"7","rule":"send-welcome","intent":"acme-7","status":"422""#
    let own = try #require(
      Self.record(
        #"{"ts":"2026-03-15T12:00:00.250Z","level":"err","event":"intent.refused","msg":"\#(Self.message)","#
          + #""tenant":"acme",\#(fields)}"#))
    let entry = try #require(
      Self.record(
        #"{"__CURSOR":"s=a;i=1","_SOURCE_REALTIME_TIMESTAMP":"1773576000250000","__REALTIME_TIMESTAMP":"1","#
          + #""_HOSTNAME":"web1","PRIORITY":"3","SYSLOG_IDENTIFIER":"capataz","EVENT":"intent.refused","#
          + #""MESSAGE":"\#(Self.message)","TENANT":"acme","TASK":"7","RULE":"send-welcome","INTENT":"acme-7"}"#))
    #expect(own.message == Self.message && own.level == .err && own.tenant == "acme" && own.event == "intent.refused")
    #expect(own.fields == ["task": "7", "rule": "send-welcome", "intent": "acme-7"])
    #expect(own.at.timeIntervalSince1970 == 1_773_576_000.25)
    var same = entry
    (same.host, same.cursor) = (nil, nil)
    #expect(same == own && entry.host == "web1" && entry.cursor == "s=a;i=1")
  }

  @Test("every record that the log writes is read back, in its JSON form", arguments: LogEntry.Level.allCases)
  func own(_ level: LogEntry.Level) throws {
    let entry = LogEntry(.intentRefused, level, "acme: \"quoted\"\n\u{202E}über", [.init("tenant", "acme")])
    let line = LogForm.json.encode(LogRecord(entry, at: Heard.noon))
    let record = try #require(LogLine.record(line.dropLast()))
    #expect(record.level == level && record.tenant == "acme" && record.at == Heard.noon)
    #expect(record.message == #"acme: "quoted"\u{a}\u{202e}über"#)
  }

  @Test("values that the journal gives as bytes or several times are taken")
  func oddValues() throws {
    let record = try #require(
      Self.record(
        #"{"MESSAGE":[97,27,98],"PRIORITY":["2","7"],"SYSLOG_IDENTIFIER":"capataz","EVENT":"journal.full"}"#))
    #expect(record.message == #"a\u{1b}b"# && record.level == .err)
  }

  @Test(
    "a time that is no number of microseconds is that of the reading, and any other one can be told",
    arguments: ["inf", "nan", "1e400", "1e12", "0x10", "", "99999999999999999999", "9223372036854775807", "-1"])
  func oddTimes(_ stamp: String) throws {
    let record = try #require(
      Self.record(
        #"{"MESSAGE":"x","PRIORITY":"3","SYSLOG_IDENTIFIER":"capataz","EVENT":"journal.full","#
          + #""__REALTIME_TIMESTAMP":"\#(stamp)"}"#))
    if let microseconds = Int64(stamp) {
      #expect(record.at == Date(timeIntervalSince1970: Double(microseconds) / 1_000_000))
    } else {
      #expect(abs(record.at.timeIntervalSinceNow) < 3_600)
    }
    let text = NoticeText(try Heard.notice(of: [record]), zone: .gmt)
    #expect(text.body.contains("journal.full") && text.json["since"] != nil)
  }

  @Test("systemd's word that the service has failed is a record that needs a person; its other words are none")
  func unit() throws {
    func line(_ id: String, pid: String = "1") -> String {
      #"{"MESSAGE":"capataz.service: Failed with result 'watchdog'.","PRIORITY":"4","_PID":"\#(pid)","#
        + #""SYSLOG_IDENTIFIER":"systemd","MESSAGE_ID":"\#(id)"}"#
    }
    let record = try #require(Self.record(line("d9b373ed55a64feb8242e02dbe79a49c")))
    #expect(record.event == HeardRecord.unitFailed && record.level == .err)
    #expect(Self.record(line("d9b373ed55a64feb8242e02dbe79a49c", pid: "812")) == nil, "others can write that, too")
    #expect(Self.record(line("39f53479d3a045ac8e11786248231fbf")) == nil)
  }

  @Test(
    "a line that is no record is none",
    arguments: [
      "", "text", "{", "[]", "{}", #"{"msg":"x"}"#, #"{"ts":"soon","level":"err","event":"a.b","msg":"x"}"#,
      #"{"ts":"2026-03-15T12:00:00.250Z","level":"bad","event":"a.b","msg":"x"}"#, #"{"MESSAGE":null}"#,
      #"{"MESSAGE":"x","PRIORITY":"3","SYSLOG_IDENTIFIER":"other","EVENT":"intent.refused"}"#,
      #"{"MESSAGE":"x","PRIORITY":"9","SYSLOG_IDENTIFIER":"capataz","EVENT":"intent.refused"}"#,
      #"{"MESSAGE":[1,2,300],"PRIORITY":"3","SYSLOG_IDENTIFIER":"capataz","EVENT":"intent.refused"}"#,
    ])
  func none(_ line: String) { #expect(Self.record(line) == nil) }

  @Test("a line without end is passed over without being kept")
  func endless() { #expect(LogLine.record([UInt8](repeating: 0x7b, count: LogLine.longest + 1)) == nil) }
}
