import Foundation
import Rules
import YAML

/// Reads the safeguards around an action, in a rule and in `defaults`.
struct SafeguardsDecoder {
  let findings: Diagnostics
  let definitions: Definitions

  /// Adds what `fields` says to `base`; nil when something is wrong.
  ///
  /// A limit is merged key by key, so that a rule which raises one number keeps the others.
  func safeguards(_ fields: Fields, limitKeys: KeyMap, over base: Safeguards) -> Safeguards? {
    var result = base
    var isGood = true
    findings.set(&result.canaryShare, fields["canary"], &isGood) { node in
      Fields(node, "'canary'", keys: Keys.canary, scalar: Self.canary(meantBy:), findings)?.required("share")
        .flatMap { findings.share($0) }
    }
    findings.set(&result.limit, fields["limit"], &isGood) { limit($0, limitKeys, over: base.limit) }
    findings.set(&result.cooldown, fields["cooldown"], &isGood) { findings.span($0) }
    findings.set(&result.maxHops, fields["max_hops"], &isGood) { findings.integer($0, in: 1...1000) }
    findings.set(&result.afterHumanTouch, fields["after_human_touch"], &isGood) { node in
      Fields(
        node, "'after_human_touch'", keys: Keys.afterHumanTouch,
        scalar: { (try? SpanText.parse($0)) == nil ? nil : "{ leave_alone: \($0) }" }, findings)?
        .required("leave_alone")
        .flatMap { findings.span($0) }
    }
    findings.set(&result.runWithin, fields["run_within"], &isGood) { definitions.calendar($0) }
    return isGood ? result : nil
  }

  /// The share that was meant by `10%` or `10`.
  private static func canary(meantBy text: String) -> String? {
    let digits = text.hasSuffix("%") ? String(text.dropLast()) : text
    guard let percent = Diagnostics.exactDecimal(digits), percent > 0, percent <= 100 else { return nil }
    return "{ share: \(digits)% }"
  }

  private func limit(_ node: Node, _ keys: KeyMap, over base: Safeguards.Limit?) -> Safeguards.Limit? {
    guard let fields = Fields(node, "'limit'", keys: keys, scalar: { RateText($0)?.ruleLimit }, findings) else {
      return nil
    }
    guard keys.contains(where: { fields[$0] != nil }) else {
      if !fields.hasUnknown { findings.error("'limit' is empty; expected at least one number", at: node.mark) }
      return nil
    }
    var limit = base ?? Safeguards.Limit()
    var isGood = true
    findings.set(&limit.perCycle, fields["per_cycle"], &isGood) { findings.integer($0, in: 1...1_000_000) }
    findings.set(&limit.perHour, fields["per_hour"], &isGood) { findings.integer($0, in: 1...1_000_000) }
    findings.set(&limit.perDay, fields["per_day"], &isGood) { findings.integer($0, in: 1...1_000_000) }
    findings.set(&limit.share, fields["share"], &isGood) { findings.share($0) }
    findings.set(&limit.sumPerDay, fields["sum_per_day"], &isGood) { sum($0) }
    return isGood ? limit : nil
  }

  private func sum(_ node: Node) -> Safeguards.SumLimit? {
    guard let fields = Fields(node, "'sum_per_day'", keys: Keys.sumPerDay, findings) else { return nil }
    let field = fields.required("of").flatMap { findings.text($0, "the name of a captured field") }
    let most = fields.required("at_most").flatMap { findings.amount($0) }
    guard let field, let most else { return nil }
    return Safeguards.SumLimit(of: field, atMost: most)
  }

  /// Checks that the summed field is one that `action` fills in with a number.
  func checkSum(_ sum: Safeguards.SumLimit, _ action: Action, at mark: Mark) -> Bool {
    guard case .complete(let completion) = action else {
      findings.error("'sum_per_day' adds up a captured field, and a reassignment has none; remove it", at: mark)
      return false
    }
    guard let field = completion.capturedData.first(where: { $0.name == sum.field }) else {
      let ending = Suggestion.ending(for: sum.field, among: completion.capturedData.map(\.name))
      findings.error(
        "'sum_per_day' is of \(sum.field.quotedForMessage), which 'captured_data' does not have\(ending)", at: mark)
      return false
    }
    if field.value.canBeNumber { return true }
    findings.error(
      "'sum_per_day' is of '\(sum.field)', which is not a number; expected as: decimal or number there", at: mark)
    return false
  }
}

extension FieldValue {
  /// True when it may be summed.
  fileprivate var canBeNumber: Bool {
    switch self {
    case .literal(.number), .literal(.decimal): true
    case .literal(.text(let text)): Diagnostics.exactDecimal(text) != nil
    case .captured(let reference): reference.type == .decimal || reference.type == .number
    case .literal(.boolean), .text, .today, .now: false
    }
  }
}
