package import Foundation
import Platform

/// What a daemon answers to a reload: whether it took everything over, and what that changes.
package struct ReloadAnswer: Sendable, Equatable, Codable {
  /// What a reload does to one tenant.
  package struct Tenant: Sendable, Equatable, Codable {
    package enum Change: String, Sendable, Codable, CaseIterable {
      case added, removed
      /// Its settings or secrets differ: it finishes its last write and starts again. Its journal and limits stay.
      case restarted
      /// It goes on; only its rules may differ.
      case kept
      /// Its files or secrets have mistakes: it goes on with what it had loaded.
      case refused
      /// Its files or secrets have mistakes, and it does not run: it stays out.
      case leftOut = "left_out"
    }

    package var tenant: String
    package var change: Change
    package var rules: RuleChanges?
    /// Nil where no poll is on record, or only one of the two sides has rules.
    package var outlook: ReloadOutlook?
    /// The mistakes because of which it is refused or left out: the first few, one line each.
    package var mistakes: [String]?
    /// Why it is refused or left out, and what to do, in one line.
    package var why: String?
    /// Since when it is refused: since the first reload of several in a row, or since the start.
    package var since: Date?

    package init(tenant: String, change: Change, rules: RuleChanges? = nil, outlook: ReloadOutlook? = nil) {
      self.tenant = tenant
      self.change = change
      self.rules = rules
      self.outlook = outlook
    }

    /// True for a whole file of tenants, named by its path, whose tenants are not known.
    package var isFile: Bool { tenant.contains("/") }

    /// True if it was not taken over.
    package var isRefused: Bool { change == .refused || change == .leftOut }

    /// One phrase for people; nil where there is no change.
    package var words: String? {
      switch change {
      case .refused: return "\(tenant) refused, what it had loaded stays in force: \(why ?? "")"
      case .leftOut: return "\(tenant) left out: \(why ?? "")"
      case .added, .removed, .restarted, .kept: break
      }
      let details = (rules?.words ?? []) + (rules?.isEmpty == false ? outlook.map { [$0.words] } ?? [] : [])
      if change == .kept, details.isEmpty { return nil }
      let head = change == .kept ? tenant : "\(tenant) \(change.rawValue)"
      return details.isEmpty ? head : "\(head): \(details.joined(separator: ", "))"
    }
  }

  package enum Outcome: String, Sendable, Codable, CaseIterable {
    case reloaded
    /// Some tenants are refused, and the others are taken over.
    case partly
    /// Nothing is taken over.
    case refused
  }

  package var verdict: Outcome
  /// Why nothing was taken over.
  package var why: String?
  /// Since when nothing is taken over: since the first reload of several in a row that failed like this.
  package var since: Date?
  package var tenants: [Tenant] = []
  /// What else there is to say.
  package var remarks: [String] = []
  /// The process that answers.
  package var process: Int32 = ProgramIdentity.processID
  /// When the reload began, in microseconds of `CLOCK_MONOTONIC`.
  ///
  /// Whoever asked before that has the answer here.
  package var began: Int64

  /// What a reload changes, in phrases for people.
  package var changes: [String] { tenants.filter { !$0.isRefused }.compactMap(\.words) + remarks }

  /// The tenants that were not taken over, and why, in phrases for people.
  package var refusals: [String] { tenants.filter(\.isRefused).compactMap(\.words) }

  /// Why and since when a tenant is not loaded as in its files, and whether it is left out; nil where it is loaded.
  package struct Refusal: Sendable, Equatable {
    package var since: Date?
    package var mistakes: [String]
    package var isLeftOut: Bool
  }

  /// What is to be said about a tenant's files.
  package func refusal(of name: String) -> Refusal? {
    if let part = tenants.first(where: { $0.tenant == name && $0.isRefused }) {
      return Refusal(since: part.since, mistakes: part.mistakes ?? [], isLeftOut: part.change == .leftOut)
    }
    guard verdict == .refused, tenants.isEmpty, let why else { return nil }
    return Refusal(since: since, mistakes: [why], isLeftOut: false)
  }

  /// The result in one line.
  package var summary: String {
    let refused = tenants.filter(\.isRefused).map(\.tenant)
    let but = refused.isEmpty ? "" : ", but not \(refused.few)"
    guard verdict != .refused else { return "reload refused, what was loaded stays in force" }
    let rest = refused.isEmpty ? ": nothing changed" : "; nothing else changed"
    return "reloaded\(but)\(changes.isEmpty ? rest : "")"
  }

  /// What the daemon writes for the command, and reads back: one JSON object in one line.
  package var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  package init?(json: Data) {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    guard let answer = try? decoder.decode(Self.self, from: json) else { return nil }
    self = answer
  }

  package init(_ verdict: Outcome, why: String? = nil, since: Date? = nil, began: Int64) {
    self.verdict = verdict
    self.why = why
    self.since = since
    self.began = began
  }
}

extension [String] {
  /// The first few, and how many more there are.
  package var few: String {
    let most = 5
    return prefix(most).joined(separator: ", ") + (count > most ? " and \(count - most) more" : "")
  }
}
