package import Foundation
import Log

/// A notice as a mail, for a program that reads the recipients from it, as `sendmail -t` does.
///
/// Nothing of a notice can become a header: the one that has text of others is made safe and encoded as a whole. Source:
/// RFC 5322, 2045, 2047, 3834.
package struct Mail: Sendable {
  /// Lines of fewer bytes than this are sent as they are.
  ///
  /// Source: RFC 5322, 2.1.1.
  private static let longestLine = 900

  private let to: [MailAddress]
  private let from: MailAddress?
  private let text: NoticeText
  private let notice: Notice
  private let date: Date

  /// - Parameters:
  ///   - from: Nil to leave the sender to the mail program.
  ///   - date: When it is sent.
  package init(_ notice: Notice, _ text: NoticeText, to: [MailAddress], from: MailAddress?, at date: Date) {
    self.to = to
    self.from = from
    self.text = text
    self.notice = notice
    self.date = date
  }

  /// The message with its headers; lines end with a line feed, as mail programs want it.
  package var message: [UInt8] {
    let lines = text.body.split(separator: "\n")
    let isPlain = lines.allSatisfy { $0.utf8.count < Self.longestLine && $0.utf8.allSatisfy { $0 < 0x80 } }
    var headers = [
      "To: \(to.map(\.text).joined(separator: ",\n "))", "Subject: \(Self.encoded(text.subject))",
      "Date: \(Self.stamp(date))", "Message-ID: <\(notice.id.uuidString.lowercased()).capataz@\(host)>",
      // So that no vacation answers it. RFC 3834, 5.
      "Auto-Submitted: auto-generated", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: \(isPlain ? "7bit" : "quoted-printable")",
    ]
    if let from { headers.insert("From: \(from.text)", at: 0) }
    let body = isPlain ? text.body : Self.quotedPrintable(text.body)
    return Array("\(headers.joined(separator: "\n"))\n\n\(body)".utf8)
  }

  /// The machine's name as far as it can stand in a message's id.
  private var host: String {
    let name = notice.host.utf8.filter { MailAddress.isOfHost($0) }
    return name.isEmpty ? "localhost" : String(decoding: name, as: UTF8.self)
  }

  // MARK: Encodings

  /// The value of a header: as it is, or as encoded words of RFC 2047 where it has more than ASCII.
  package static func encoded(_ text: String) -> String {
    // What is safe on a terminal has no line break. It is looked at again, because a header is at stake.
    let line = String(text.map { $0.isNewline ? " " : $0 })
    if line.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }), !line.contains("=?") { return line }
    var words: [[UInt8]] = [[]]
    for scalar in line.unicodeScalars {
      let bytes = Array(String(scalar).utf8)
      // A word has at most 75 characters, of which 63 are left for base64.
      if words[words.count - 1].count + bytes.count > 45 { words.append([]) }
      words[words.count - 1] += bytes
    }
    return words.map { "=?utf-8?B?\(Data($0).base64EncodedString())?=" }.joined(separator: "\n ")
  }

  /// The text in lines of at most 76 characters of ASCII.
  ///
  /// Source: RFC 2045, 6.7.
  package static func quotedPrintable(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var out = ""
      var width = 0
      let bytes = Array(line.utf8)
      for (place, byte) in bytes.enumerated() {
        let isLast = place == bytes.count - 1
        let isBlank = byte == 0x20 || byte == 0x09
        let isPlain = (byte > 0x20 && byte < 0x7f && byte != UInt8(ascii: "=")) || (isBlank && !isLast)
        let shown = isPlain ? String(UnicodeScalar(byte)) : "=" + hexadecimal(byte)
        if width + shown.utf8.count > 75 {
          out += "=\n"
          width = 0
        }
        out += shown
        width += shown.utf8.count
      }
      return out
    }.joined(separator: "\n")
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.utf8.count == 1 ? "0" + digits : digits
  }

  /// A time as RFC 5322, 3.3 writes it, in UTC.
  package static func stamp(_ date: Date) -> String {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second, .weekday], from: date)
    let day = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][(parts.weekday ?? 1) - 1]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let month = months[(parts.month ?? 1) - 1]
    func two(_ number: Int?) -> String { number.map { $0 < 10 ? "0\($0)" : "\($0)" } ?? "00" }
    let time = [parts.hour, parts.minute, parts.second].map(two).joined(separator: ":")
    return "\(day), \(parts.day ?? 1) \(month) \(parts.year ?? 1970) \(time) +0000"
  }
}

/// An address of a mail, which can stand in a header and holds nothing else.
package struct MailAddress: Sendable, Equatable {
  package let text: String

  /// Takes `name@host`, or the name of a local mailbox; nil for anything else.
  package init?(_ text: String) {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), text.utf8.count <= 254,
      !parts[0].isEmpty, parts[0].utf8.allSatisfy({ Self.isOfName($0) }), parts[0].first != "-",
      parts.count == 1 || !parts[1].isEmpty && parts[1].utf8.allSatisfy({ Self.isOfHost($0) })
    else { return nil }
    self.text = text
  }

  fileprivate static func isOfHost(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "."), UInt8(ascii: "-"): true
    default: false
    }
  }

  /// The bytes of an atom of RFC 5322, 3.2.3, and the point.
  private static func isOfName(_ byte: UInt8) -> Bool {
    isOfHost(byte) || "!#$%&'*+/=?^_`{|}~".utf8.contains(byte)
  }
}
