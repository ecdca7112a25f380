import CalendarTime
package import Foundation
package import JSON
import Log
import Records

/// A notice in words: a line that says host, tenant and what, and a text that says what to do and since when.
package struct NoticeText: Sendable {
  private let notice: Notice
  private let lost: Int
  private let clock: WallTime

  /// - Parameters:
  ///   - lost: How many notices before this one were lost.
  ///   - zone: In which its times are.
  package init(_ notice: Notice, lost: Int = 0, zone: TimeZone) {
    self.notice = notice
    self.lost = lost
    clock = WallTime(zone: zone)
  }

  /// The meaning of the event, if it is one of ours.
  private var text: EventText? { Report.Name(rawValue: notice.event)?.text }

  private var isUnit: Bool { notice.event == HeardRecord.unitFailed }

  // MARK: The line

  /// One line, of at most 200 bytes.
  package var subject: String {
    let who = ([notice.host] + (notice.tenant.map { [$0] } ?? [])).map { LogText.safe($0, cap: 60) }
    let more = notice.goesOn ? " (\(notice.count) more)" : notice.count > 1 ? " (and \(notice.count - 1) more)" : ""
    return "[capataz] \(who.joined(separator: " ")): \(LogText.safe(what, cap: 110))\(more)"
  }

  private var what: String {
    if isUnit { return "The service has failed" }
    guard let text else { return notice.event == Notice.several ? "Several events" : notice.event }
    // Several records may be about several tasks.
    var fields = notice.records.first?.fields ?? [:]
    fields["tenant"] = notice.tenant
    return text.subject.split(separator: "@", omittingEmptySubsequences: false).enumerated()
      .map { place, part in place.isMultiple(of: 2) ? String(part) : fields[part.lowercased()] ?? "?" }.joined()
  }

  // MARK: The text

  /// The text, in lines of at most 76 characters where words allow it; ends with a line break.
  package var body: String {
    var parts = [quotes, times]
    if let meaning { parts.append(Self.wrapped("What it means: \(meaning)")) }
    if let advice { parts.append(Self.wrapped("What to do: \(advice)")) }
    parts.append(look)
    if lost > 0 {
      parts.append(Self.wrapped("\(lost.counted("notice")) before this one could not be sent; see the log for them."))
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private var quotes: String {
    let quoted = notice.records.map { Self.wrapped("\(clock.stamp($0.at)) \($0.message)", indent: "  ") }
    let rest = notice.count - notice.records.count
    return (quoted + (rest > 0 ? ["and \(rest) more"] : [])).joined(separator: "\n")
  }

  private var times: String {
    let whose = notice.tenant.map { " of tenant \($0)" } ?? ""
    let records = notice.count.counted(notice.goesOn ? "more record" : "record")
    let span =
      notice.count == 1
      ? "at \(clock.stamp(notice.first))" : "from \(clock.stamp(notice.first)) to \(clock.stamp(notice.last))"
    return Self.wrapped("\(records) of \(notice.event) (\(notice.level))\(whose) on \(notice.host), \(span).")
  }

  /// What it means; nil where nothing is known of the event.
  package var meaning: String? {
    if isUnit { return "The service of capataz ended by itself, or could not be started; systemd may start it again." }
    return text.map { $0.meaning.replacing("`", with: "'") }
  }

  /// What to do about it; nil where nothing is known of the event.
  package var advice: String? {
    if isUnit {
      return "See 'systemctl status capataz' and the last lines of 'journalctl -u capataz'. What was under way is "
        + "finished at the next start, and nothing is done twice."
    }
    return text.map { $0.advice.replacing("`", with: "'") }
  }

  private var look: String {
    var lines: [String] = []
    if let intent = notice.records.first?.fields["intent"] { lines.append("capataz journal show \(intent)") }
    let isOfOneEvent = !isUnit && notice.event != Notice.several
    lines.append("journalctl -t capataz\(isOfOneEvent ? " EVENT=\(notice.event)" : "")")
    return "See also:\n" + lines.map { "  \($0)" }.joined(separator: "\n")
  }

  /// The text in lines of at most 76 characters; no word is cut.
  private static func wrapped(_ text: String, indent: String = "") -> String {
    var lines = [""]
    for word in text.split(separator: " ") {
      let line = lines[lines.count - 1]
      if line.isEmpty {
        lines[lines.count - 1] = word.description
      } else if line.count + 1 + word.count <= 76 {
        lines[lines.count - 1] += " \(word)"
      } else {
        lines.append(indent + word)
      }
    }
    return lines.joined(separator: "\n")
  }

  // MARK: For programs

  /// The notice as an object, for a webhook; `text` is what several chats show.
  package var json: JSONValue {
    func time(_ date: Date) -> JSONValue { .string(date.formatted(.iso8601)) }
    return .object([
      .init("schema", 1), .init("id", .string(notice.id.uuidString.lowercased())), .init("host", .string(notice.host)),
      .init("tenant", .optional(notice.tenant)), .init("event", .string(notice.event)),
      .init("level", .string(notice.level)), .init("count", .integer(notice.count)),
      .init("since", time(notice.first)), .init("until", time(notice.last)), .init("goes_on", .bool(notice.goesOn)),
      .init("lost", .integer(lost)), .init("subject", .string(subject)),
      .init("text", .string("\(subject)\n\n\(body)")),
      .init("meaning", .optional(meaning)), .init("advice", .optional(advice)),
      .init(
        "records",
        .array(
          notice.records.map { record in
            .object(
              [
                .init("at", time(record.at)), .init("level", .string(record.level.rawValue)),
                .init("message", .string(record.message)),
              ]
                + ["task", "rule", "intent", "owner"].map { .init($0, .optional(record.fields[$0])) })
          })),
    ])
  }
}
