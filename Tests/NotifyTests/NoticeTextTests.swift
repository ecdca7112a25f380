import Foundation
import JSON
import Log
import Notify
import Records
import Testing

/// What people read in a mail, and programs in a webhook.
@Suite struct NoticeTextTests {
  private static let zone = TimeZone(secondsFromGMT: -5 * 3_600) ?? .gmt

  private static func text(_ records: [HeardRecord], lost: Int = 0) throws -> NoticeText {
    NoticeText(try Heard.notice(of: records), lost: lost, zone: zone)
  }

  @Test("a notice says host, tenant and what in one line; what happened, since when and what to do in a text")
  func words() throws {
    let records = (1...15).map { Heard.refused($0, at: Heard.noon + Double($0) * 60) }
    let text = try Self.text(records, lost: 2)
    #expect(text.subject == "[capataz] web1 acme: The server refuses an effect on task 1 (and 14 more)")
    let body = text.body
    #expect(body.hasPrefix("2026-03-15 07:01:00 -05:00 acme: send-welcome could not complete task 1"))
    for part in [
      "and 10 more", "15 records of intent.refused (err) of tenant acme on web1", "-05:00 to 2026-03-15 07:15:00",
      "What it means: The server says", "What to do: Read the reason", "capataz journal show acme-1",
      "journalctl -t capataz EVENT=intent.refused", "2 notices before this one could not be sent",
    ] { #expect(body.replacing("\n", with: " ").contains(part), "\(part)") }
    #expect(!body.contains("`") && body.hasSuffix("\n"))
    #expect(body.split(separator: "\n").allSatisfy { $0.count <= 76 })
  }

  @Test("every event has a line without gaps, and a text that says what to do", arguments: Report.Name.allCases)
  func events(_ name: Report.Name) throws {
    var record = Heard.event(name.rawValue)
    for key in name.text.fields { record.fields[key] = "x" }
    let text = try Self.text([record])
    #expect(text.subject.hasPrefix("[capataz] here acme: "))
    #expect(!text.subject.contains("@") && !text.subject.contains("?"))
    #expect(text.subject.utf8.count <= 200)
    #expect(text.body.contains("What to do: "))
  }

  @Test("a service that failed is told in words of its own")
  func unit() throws {
    let text = try Self.text([Heard.event(HeardRecord.unitFailed, tenant: nil)])
    #expect(text.subject == "[capataz] here: The service has failed" && text.body.contains("systemctl status capataz"))
  }

  @Test("a notice about several events says so, and looks for no event of that name")
  func several() throws {
    // One more than are told apart.
    let text = try Self.text((0...500).map { Heard.refused(tenant: "tenant-\($0)") })
    #expect(text.subject == "[capataz] web1: Several events")
    #expect(text.body.hasSuffix("See also:\n  capataz journal show acme-1\n  journalctl -t capataz\n"))
  }

  @Test("a webhook gets one object, with what is not there as null, and a text for chats")
  func json() throws {
    let value = try Self.text([Heard.refused(1), Heard.refused(2)]).json
    let back = try JSONReader.read(value.bytes)
    #expect(
      back.members?.map(\.key) == [
        "schema", "id", "host", "tenant", "event", "level", "count", "since", "until", "goes_on", "lost", "subject",
        "text", "meaning", "advice", "records",
      ])
    #expect(back["count"] == .number("2") && back["tenant"] == "acme" && back["level"] == "err")
    #expect(back["since"] == "2026-03-15T12:00:00Z" && back["goes_on"] == .bool(false))
    #expect(back["records"]?.array?.first?["task"] == "1" && back["records"]?.array?.count == 2)
    #expect(back["text"]?.string?.hasPrefix("[capataz] web1 acme: ") == true)
    let bare = try Self.text([Heard.event("a.strange", tenant: nil)]).json
    #expect(bare["tenant"]?.isNull == true && bare["advice"]?.isNull == true)
    #expect(bare["records"]?.array?.first?["task"]?.isNull == true)
  }

  @Test("hostile words of others stand in one line of the text, and control nothing")
  func hostile() throws {
    let line =
      #"{"ts":"2026-03-15T12:00:00.000Z","level":"err","event":"intent.refused\nBcc: eve","tenant":"a\r\nBcc: eve","#
      + #""msg":"x\r\nBcc: eve@example.com\u001b[31m\u202e","task":"7\nSubject: y"}"#
    let record = try #require(LogLine.record(Array(line.utf8)))
    let notice = try Heard.notice(of: [record])
    let text = NoticeText(notice, zone: Self.zone)
    #expect(!text.subject.contains { $0.isNewline })
    for said in [text.subject, text.body] { #expect(!said.contains("\nBcc") && !said.contains("\u{1B}")) }
    let to = try #require(MailAddress("ops@example.com"))
    let mail = String(
      decoding: Mail(notice, text, to: [to], from: nil, at: Heard.noon).message, as: UTF8.self)
    let headers = mail.split(separator: "\n\n", maxSplits: 1)[0].split(separator: "\n").filter { $0.first != " " }
    #expect(
      headers.map { $0.prefix { $0 != ":" } } == [
        "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
        "Content-Transfer-Encoding",
      ])
  }
}
