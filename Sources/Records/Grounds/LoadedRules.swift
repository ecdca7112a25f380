package import Foundation

/// The rules with which a tenant starts or goes on after a reload.
package struct LoadedRules: Sendable, Equatable {
  package enum Cause: String, Sendable, CaseIterable { case start, reload }

  /// One rule as somebody wrote it.
  package struct Text: Sendable, Equatable {
    package var rule: String
    /// Of the rule's meaning: two texts with the same one do the same.
    package var fingerprint: String
    /// As in the file, with the definitions that the rule names.
    package var text: String
    package var title: String?
    package var owner: String?
    package var file: String
    package var line: Int

    package init(
      rule: String, fingerprint: String, text: String, title: String? = nil, owner: String? = nil, file: String,
      line: Int
    ) {
      self.rule = rule
      self.fingerprint = fingerprint
      self.text = text
      self.title = title
      self.owner = owner
      self.file = file
      self.line = line
    }
  }

  package var cause: Cause
  /// Of the whole set: rules, meanings and order.
  package var fingerprint: String
  /// In the order in which they are tried.
  package var rules: [Text]
  package var at: Date

  package init(_ cause: Cause, fingerprint: String, rules: [Text], at: Date) {
    self.cause = cause
    self.fingerprint = fingerprint
    self.rules = rules
    self.at = at
  }
}
