import Foundation
import Log
import Notify
import Testing

/// Records and times for tests.
enum Heard {
  static let noon = Date(timeIntervalSince1970: 1_773_576_000)

  static func refused(_ number: Int = 1, tenant: String? = "acme", at date: Date = noon) -> HeardRecord {
    HeardRecord(
      at: date, level: .err, event: "intent.refused", tenant: tenant,
      message: "acme: send-welcome could not complete task \(number) (Acme Corp) with 'sent' [acme-\(number)]",
      fields: ["task": "\(number)", "rule": "send-welcome", "intent": "acme-\(number)", "owner": "Ana"], host: "web1")
  }

  static func event(_ event: String, tenant: String? = "acme", at date: Date = noon) -> HeardRecord {
    HeardRecord(at: date, level: .err, event: event, tenant: tenant, message: "\(tenant ?? "all"): \(event)")
  }

  /// The first notice that is made of records, of a log that has ended.
  static func notice(of records: [HeardRecord]) throws -> Notice {
    var desk = NoticeDesk(period: .seconds(3_600))
    for record in records { desk.take(record, at: noon) }
    _ = desk.gather(host: "here", isEnd: true, at: noon)
    return try #require(desk.waiting.first)
  }
}

/// A desk and a clock that the test turns, with all that was sent.
struct DeskRig {
  var desk = NoticeDesk(period: .seconds(3_600))
  var now = Heard.noon
  var sent: [Notice] = []
  var lost = 0
  /// True while nothing can be sent.
  var isCutOff = false
  var tries = 0

  mutating func take(_ record: HeardRecord) {
    desk.take(record, at: now)
    work()
  }

  mutating func pass(_ seconds: Double, step: Double = 5) {
    let end = now + seconds
    while now < end {
      now = min(end, now + step)
      work()
    }
  }

  private mutating func work() {
    lost += desk.gather(host: "here", at: now)
    guard let notice = desk.next(at: now) else { return }
    tries += 1
    if isCutOff {
      lost += desk.failed(notice.id, at: now).givenUp
    } else {
      sent.append(notice)
      desk.sent(notice.id)
    }
  }
}
