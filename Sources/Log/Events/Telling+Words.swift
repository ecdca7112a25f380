import Foundation
import GeoTareas
import Records

/// The words that messages are made of.
extension Report.TaskFacts {
  /// "task 674839201748392018 (Acme Corp, Send Welcome Email)", as far as it is known.
  var inWords: String {
    let known = [label, step].compactMap(\.self).filter { !$0.isEmpty }.map {
      LogText.safe($0, cap: Telling.mostOfName)
    }
    return "task \(id)" + (known.isEmpty ? "" : " (\(known.joined(separator: ", ")))")
  }
}

extension Report.RuleFacts {
  /// Who is to act, at the end of a message: "; owner: Back Office; title: Welcome e-mail".
  var whoActs: String {
    people.map { "; \($0.key): \(LogText.safe($0.value, cap: Telling.mostOfName))" }.joined()
  }

  /// The same as fields.
  var people: [LogEntry.Field] {
    (owner.map { [.init("owner", $0)] } ?? []) + (title.map { [.init("title", $0)] } ?? [])
  }
}

extension Telling {
  /// The most bytes of a name in a message, and of a reason in others' words: what comes behind them must not be lost.
  static let mostOfName = 100
  static let mostOfReason = 500

  static func reason(_ why: String) -> String { LogText.safe(why, cap: mostOfReason) }
}

/// How a write is told of: what is to be done, what was, what was not.
enum Tense {
  case future, past
}

extension Write {
  /// "complete task 7 (Acme Corp) with 'sent'", "reassigned task 7 to user 104".
  func inWords(_ tense: Tense, _ task: Report.TaskFacts) -> String {
    let isPast = tense == .past
    switch self {
    case .complete(let result, _, _): return "\(isPast ? "completed" : "complete") \(task.inWords) with '\(result)'"
    case .reassign(let recipient, _):
      return "\(isPast ? "reassigned" : "reassign") \(task.inWords) to \(recipient.inWords)"
    }
  }
}

extension Write.Recipient {
  fileprivate var inWords: String {
    switch self {
    case .user(let id): "user \(id)"
    case .group(let id): "group \(id)"
    }
  }
}
