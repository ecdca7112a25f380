import Foundation

/// What a daemon says about a reload: whether it took everything over, and what that changes.
package struct ReloadAnswer: Sendable, Equatable, Codable {
  /// What a reload does to one tenant.
  package struct Tenant: Sendable, Equatable, Codable {
    package enum Change: String, Sendable, Codable {
      case added, removed
      /// Its settings or secrets differ: it ends its last write and starts again, its journal and limits stay.
      case restarted
      /// It goes on; only its rules may differ.
      case kept
    }

    package var tenant: String
    package var change: Change
    package var rules: RuleChanges?
    /// Nil where no poll is on record, or the rules are one tenant's alone.
    package var outlook: ReloadOutlook?

    /// One phrase for people; nil where there is no change.
    var words: String? {
      let details = (rules?.words ?? []) + (rules?.isEmpty == false ? outlook.map { [$0.words] } ?? [] : [])
      if change == .kept, details.isEmpty { return nil }
      let head = change == .kept ? tenant : "\(tenant) \(change.rawValue)"
      return details.isEmpty ? head : "\(head): \(details.joined(separator: ", "))"
    }
  }

  package enum Verdict: String, Sendable, Codable {
    case reloaded, refused
  }

  package var verdict: Verdict
  /// Why it was refused.
  package var why: String?
  package var tenants: [Tenant] = []
  /// What else there is to say.
  package var remarks: [String] = []
  /// The process that answers.
  var process: Int32 = Daemon.processID
  /// When the reload began, in microseconds of `CLOCK_MONOTONIC`: who asked before that has the answer here.
  var began: Int64

  /// What a reload changes, in phrases for people.
  package var changes: [String] { tenants.compactMap(\.words) + remarks }

  /// One JSON object in one line; the keys are stable.
  package var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  init?(json: Data) {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    guard let answer = try? decoder.decode(Self.self, from: json) else { return nil }
    self = answer
  }

  init(_ verdict: Verdict, why: String? = nil, began: Int64) {
    self.verdict = verdict
    self.why = why
    self.began = began
  }
}
