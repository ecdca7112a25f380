import Foundation
import GeoTareas
import Inspection
import Journal
import Records

/// Journals in which little, much or strange things happened.
extension ReportSample {
  /// A journal of a daemon that has never finished a poll.
  static let empty = ReportSample()

  /// What somebody may have written who knows that it will be shown: to a terminal, in HTML, in an attribute.
  static let hostileLabel =
    "<script>alert(1)</script> \u{1B}[2J\u{202E} \"\u{301} onmouseover=\"x\" '\u{301} <\u{338}b> &amp; 株式会社 \u{FFFE}"

  static func hostile() throws -> ReportSample {
    var sample = ReportSample()
    sample.load([
      ("greet", "{{style}} <b>\(hostileLabel)</b>", "\(hostileLabel) \(String(repeating: "a\u{301}", count: 300))")
    ])
    sample.act(.parked, "greet", task: "<i>7\u{1B}[1m", age: 900, label: hostileLabel, note: hostileLabel)
    sample.act(.unknown, "greet", task: "8\"\u{301}x", age: 800, label: hostileLabel)
    sample.act(.done, "greet", task: "9'\u{301}", age: 700, took: 4)
    sample.stand { standing in
      standing.waits = [
        Wait(what: hostileLabel, why: hostileLabel, since: nil, until: nil, advice: hostileLabel, needsPerson: true),
        Wait(what: "task <u>", task: "<u>", why: hostileLabel, since: nil, until: nil, advice: ""),
      ]
    }
    return sample
  }

  /// A tenant of many, in which nothing happened or a little.
  static func quiet(_ name: String, done: Int, zone: String = "America/Guayaquil") -> ReportSample {
    var sample = ReportSample()
    (sample.tenant, sample.zone) = (name, zone)
    for number in 0..<done { sample.act(.done, "greet", task: "\(number)", age: Double(number) * 900 + 60, took: 3) }
    sample.stand()
    return sample
  }

  /// Half a year, in which a daemon still keeps decisions of thirty days.
  static func halfYear() -> ReportSample {
    var sample = ReportSample()
    sample.load([("greet", "Greeting", "Service")])
    for number in 0..<400 {
      sample.act(.done, "greet", task: "\(number)", age: Double(number * number) * 95 + 60, took: Double(number + 1))
    }
    sample.stand()
    return sample
  }
}
