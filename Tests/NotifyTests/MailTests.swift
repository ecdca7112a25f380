import Foundation
import Notify
import Testing

/// Mails as programs that send them, and readers, must find them.
@Suite struct MailTests {
  private static func mail(_ message: String, from: String? = nil) throws -> String {
    var record = Heard.refused()
    record.message = message
    let notice = try Heard.notice(of: [record])
    let to = try ["ops@example.com", "root"].map { try #require(MailAddress($0)) }
    let text = NoticeText(notice, zone: .gmt)
    return String(
      decoding: Mail(notice, text, to: to, from: from.flatMap { MailAddress($0) }, at: Heard.noon).message,
      as: UTF8.self)
  }

  @Test("plain text is sent as it is, with the headers that a mail of a machine has")
  func plain() throws {
    let mail = try Self.mail("acme: something", from: "capataz@web1.example")
    for line in [
      "From: capataz@web1.example", "To: ops@example.com,\n root", "Date: Sun, 15 Mar 2026 12:00:00 +0000",
      "Subject: [capataz] web1 acme: The server refuses an effect on task 1", "Auto-Submitted: auto-generated",
      "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 7bit",
    ] { #expect(mail.contains(line + "\n"), "\(line)") }
    #expect(mail.contains(".capataz@web1>\n"))
    #expect(!mail.contains("\r") && mail.contains("\n\n2026-03-15 12:00:00 +00:00 acme: something\n"))
  }

  @Test("other text goes in ASCII, in lines that every mail server takes, and comes back as it was")
  func encoded() throws {
    let mail = try Self.mail("acme: Ünïcode = 日本 " + String(repeating: "ж", count: 1_000))
    #expect(mail.contains("Content-Transfer-Encoding: quoted-printable\n"))
    #expect(mail.utf8.allSatisfy { $0 < 0x80 })
    #expect(mail.split(separator: "\n").allSatisfy { $0.utf8.count <= 76 || $0.hasPrefix("Subject") })
    let body = mail.split(separator: "\n\n", maxSplits: 1)[1]
    let joined = body.replacing("=\n", with: "")
    var bytes: [UInt8] = []
    var rest = Array(joined.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "=") else {
        bytes.append(byte)
        continue
      }
      bytes.append(try #require(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)))
      rest = rest.dropFirst(2)
    }
    #expect(String(decoding: bytes, as: UTF8.self).contains("acme: Ünïcode = 日本\n"))
  }

  @Test("blanks at the end of a line survive, and no encoded line is longer than 76 characters")
  func quotedPrintable() {
    #expect(Mail.quotedPrintable("a b \nc=d\n") == "a b=20\nc=3Dd\n")
    let long = Mail.quotedPrintable(String(repeating: "=", count: 100))
    #expect(long.split(separator: "\n").allSatisfy { $0.utf8.count <= 76 } && long.contains("=\n"))
  }

  @Test("a header with more than ASCII is words of RFC 2047 of at most 75 characters, cut between characters")
  func header() throws {
    #expect(Mail.encoded("plain text") == "plain text")
    #expect(Mail.encoded("a\r\nBcc: eve") == "a Bcc: eve", "not even what should have been made safe")
    let text = String(repeating: "añ日", count: 30)
    let words = Mail.encoded(text).split(separator: "\n ")
    #expect(words.count > 1 && words.allSatisfy { $0.utf8.count <= 75 && $0.hasPrefix("=?utf-8?B?") })
    let back = try words.map { word in
      let base64 = word.dropFirst("=?utf-8?B?".count).dropLast(2)
      return try #require(Data(base64Encoded: String(base64)).flatMap { String(data: $0, encoding: .utf8) })
    }
    #expect(back.joined() == text)
    #expect(Mail.encoded("=?utf-8?B?eA==?=").hasPrefix("=?utf-8?B?PT91"), "what looks encoded is not taken for it")
  }

  @Test(
    "what could add a header, a recipient or an option is no address",
    arguments: [
      "", "@", "a@", "@b", "a b@c", "a@b@c", "a\n@b", "a@b\r\nBcc: x", "-oQ/tmp@b", "a,b@c", "a@b>", "<a@b>", "a@b c",
      "é@b", "a\"@b", String(repeating: "a", count: 255),
    ])
  func wrongAddresses(_ text: String) { #expect(MailAddress(text) == nil) }

  @Test("addresses and local names are taken", arguments: ["ops@example.com", "root", "a.b+c@x-y.example", "o'neil@b"])
  func addresses(_ text: String) { #expect(MailAddress(text)?.text == text) }

  @Test("the day of a date is right at both ends of a year")
  func dates() {
    #expect(Mail.stamp(Date(timeIntervalSince1970: 0)) == "Thu, 1 Jan 1970 00:00:00 +0000")
    #expect(Mail.stamp(Date(timeIntervalSince1970: 1_798_761_599)) == "Thu, 31 Dec 2026 23:59:59 +0000")
  }
}
