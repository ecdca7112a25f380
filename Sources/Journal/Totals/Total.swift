import GeoTareas
import JSON
import Records

/// Something whose occurrences are added up for ever: a name, and labels in the order in which they are kept.
package struct Total: Sendable, Hashable {
  /// What is added up; the raw value is kept, so it never changes.
  package enum Name: String, Sendable, CaseIterable {
    /// Effects that came to an outcome: `outcome`, `rule`.
    case intents
    /// Decisions that were news: `outcome`, `rule`.
    case decisions
    /// Polls that ended: `outcome`.
    case polls
    /// Calls that ended: `code`, `endpoint`.
    case requests
    /// Answers 429: `endpoint`, `foreign`.
    case rateLimited = "rate_limited"
    /// Effects that were confirmed, by the time since the rule first decided to act: `le`, the upper bound of the
    /// bucket. A bucket does not count what lower ones do.
    case delays
    /// The seconds of all of these together.
    case delaySeconds = "delay_seconds"
  }

  /// What becomes of effects; the raw value is kept, so it never changes.
  package enum Outcome: String, Sendable, CaseIterable {
    /// The answer told of it.
    case done
    /// It was in doubt, and reading the task proved it.
    case verified
    case refused, superseded, parked
    /// A person gave a verdict.
    case resolved
  }

  package var name: Name
  package var labels: [Label]

  package struct Label: Sendable, Hashable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package init(_ name: Name, _ labels: [Label] = []) {
    self.name = name
    self.labels = labels
  }

  /// The value of a label; nil where it has none of that name.
  package subscript(label name: String) -> String? { labels.first { $0.name == name }?.value }

  /// The upper bounds of the buckets of delays, in seconds; the last bucket has none.
  package static let delayBounds: [Double] = [1, 5, 15, 60, 300, 900, 3_600, 14_400]
}

extension Total {
  static func decisions(rule: String, outcome: String) -> Total {
    Total(.decisions, [Label("outcome", outcome), Label("rule", rule)])
  }

  static func intents(rule: String, outcome: String) -> Total {
    Total(.intents, [Label("outcome", outcome), Label("rule", rule)])
  }

  static func delays(_ seconds: Double) -> Total { delays(upTo: delayBounds.first { seconds <= $0 } ?? .infinity) }

  /// The bucket of delays with this upper bound: one of ``delayBounds``, or infinity for the last one.
  package static func delays(upTo bound: Double) -> Total {
    Total(.delays, [Label("le", bound.isFinite ? String(Int(bound)) : "+Inf")])
  }

  init(_ what: Counted) {
    self =
      switch what {
      case .poll(let isComplete): Total(.polls, [Label("outcome", isComplete ? "ok" : "failed")])
      case .request(let endpoint, let code):
        Total(.requests, [Label("code", code), Label("endpoint", endpoint.rawValue)])
      case .limitExceeded(let endpoint, let isForeign):
        Total(.rateLimited, [Label("endpoint", endpoint.rawValue), Label("foreign", String(isForeign))])
      case .undecided(let rule): .decisions(rule: rule, outcome: "unknown")
      }
  }

  /// The labels as they are kept: one text for the same labels.
  var storedLabels: String { JSONValue.object(labels.map { JSONMember($0.name, .string($0.value)) }).text }

  /// Nil for what a later version keeps.
  init?(name: String, storedLabels: String) {
    guard let name = Name(rawValue: name),
      let members = (try? JSONReader.read(Array(storedLabels.utf8)))?.members
    else { return nil }
    self.init(name, members.compactMap { member in member.value.string.map { Label(member.key, $0) } })
  }
}
