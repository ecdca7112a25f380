import GeoTareas
package import Journal
package import Records

/// An effect as it was decided, with what it rested on and the rule of then: whatever has become of the two since.
package struct PastEffect: Sendable, Equatable {
  /// What has become of the rule.
  package enum RuleNow: String, Sendable, CaseIterable {
    /// It is loaded with the same meaning.
    case same
    case changed
    case gone
    /// The daemon has not written down its rules yet.
    case unknown
  }

  package let tenant: String
  package let intent: Intent
  /// What each attempt rested on, the first attempt first; none where that is too old, or nothing was sent.
  package let grounds: [Grounds]
  /// The rule of then; nil where it was loaded before texts were kept.
  package let rule: KeptRule?
  package let ruleNow: RuleNow

  package init(
    tenant: String, intent: Intent, grounds: [Grounds] = [], rule: KeptRule? = nil, ruleNow: RuleNow = .unknown
  ) {
    self.tenant = tenant
    self.intent = intent
    self.grounds = grounds
    self.rule = rule
    self.ruleNow = ruleNow
  }

  /// Reads what the journal keeps about an intent.
  package init(_ intent: Intent, in reader: JournalReader) throws(JournalError) {
    let tenant = intent.tenant
    let ruleNow: RuleNow
    if let loaded = try reader.rulesInForce(tenant: tenant) {
      ruleNow = loaded[intent.rule].map { $0 == intent.ruleFingerprint ? .same : .changed } ?? .gone
    } else {
      ruleNow = .unknown
    }
    self.init(
      tenant: tenant, intent: intent, grounds: try reader.grounds(of: intent.id),
      rule: try reader.ruleText(intent.rule, fingerprint: intent.ruleFingerprint), ruleNow: ruleNow)
  }

  /// The effects on a task, the latest first.
  package static func all(
    on task: String, tenant: String?, in reader: JournalReader, limit: Int = 20
  ) throws(JournalError) -> [PastEffect] {
    let found = try reader.intents(PastFilter(tenant: tenant, task: .init(task)), limit: limit)
    var effects: [PastEffect] = []
    for intent in found.items { effects.append(try PastEffect(intent, in: reader)) }
    return effects
  }
}
