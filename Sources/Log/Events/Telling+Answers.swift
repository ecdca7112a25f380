import CalendarTime
import Foundation
import GeoTareas
import Records

/// What is said about answers that consist of something else than before.
extension Report.ChangedAnswers {
  /// The most changes that are named.
  private static let mostNamed = 5

  func telling(in zone: TimeZone) -> Telling {
    let named = changes.prefix(Self.mostNamed).map(\.inWords).joined(separator: "; ")
    let more = changes.count - Self.mostNamed
    return Telling(
      .warning,
      "the answers to '\(endpoint.rawValue)' calls are not as before: \(named)\(more > 0 ? "; and \(more) more" : ""); "
        + "since \(WallTime(zone: zone).stamp(since)). The work goes on; what rules cannot read of a task is unknown "
        + "to them, and unknown never acts",
      [
        .init("endpoint", endpoint.rawValue), .init("changes", String(changes.count)),
        .init("since", since.formatted(.iso8601)),
      ])
  }
}

extension Report.AnswerChange {
  /// One change, in words for people.
  fileprivate var inWords: String {
    switch self {
    case .newKey(let path, let kinds): "\(Self.place(path, "new key")) is there (\(Self.words(kinds)))"
    case .gone(let path): "\(Self.place(path, "key")) is gone, for more than a day now"
    case .back(let path): "\(Self.place(path, "key")) is there again"
    case .newKind(let path, let kinds, let before):
      "\(Self.place(path, "key")) has a value of another kind: \(Self.words(kinds)), before \(Self.words(before))"
    case .newCode(let path, let code, let before):
      "\(Self.place(path, "key")) has \(Self.words(code)), before \(before.joined(separator: ", "))"
    }
  }

  /// `key 'due_date' of data[]`.
  private static func place(_ path: String, _ noun: String) -> String {
    guard let dot = path.lastIndex(of: ".") else { return "'\(path)'" }
    let name = path[path.index(after: dot)...]
    let what = name == AnswerShape.otherKeys ? "a \(noun) that is no plain name" : "\(noun) '\(name)'"
    return "\(what) of \(path[..<dot])"
  }

  private static func words(_ code: String) -> String {
    code == AnswerShape.otherKeys ? "a new value that is no plain word" : "the new value '\(code)'"
  }

  private static func words(_ kinds: [AnswerShape.Kind]) -> String {
    kinds.isEmpty ? "unreadable" : kinds.map(\.inWords).joined(separator: " or ")
  }
}

extension AnswerShape.Kind {
  fileprivate var inWords: String {
    switch self {
    case .time: "date and time"
    case .null, .boolean, .number, .text, .list, .object: rawValue
    }
  }
}
