import Log
package import RuleFiles
import Rules
package import YAML

extension LiveCheck {
  /// The findings as remarks on the rule files, each with its place, source line and caret, in the order of the places.
  ///
  /// What is said of several rules, or of several tenants, at one place is one mistake and one remark.
  ///
  /// - Parameter namesTenants: Whether it is said whose tasks were compared.
  package static func diagnostics(
    _ findings: [Finding], in places: RulePlaces, namesTenants: Bool = false
  ) -> [Diagnostic] {
    struct Mistake: Hashable {
      var mark: Mark
      var text: String
    }
    var order: [Mistake] = []
    var groups: [Mistake: [Finding]] = [:]
    for finding in findings {
      let mistake = Mistake(mark: places.mark(of: finding.part, in: finding.rule), text: finding.text)
      if groups[mistake] == nil { order.append(mistake) }
      groups[mistake, default: []].append(finding)
    }
    return places.illustrate(
      order.compactMap { mistake in
        guard let findings = groups[mistake], let first = findings.first else { return nil }
        let whose = namesTenants ? names("tenant", findings.map(\.tenant)) : ""
        return Diagnostic(
          first.isError ? .error : .warning,
          "\(whose)\(names("rule", findings.map(\.rule.id)))\(mistake.text)", at: mistake.mark)
      })
  }

  /// `rule 'a': ` or `rules 'a', 'b': `, each name once.
  private static func names(_ what: String, _ names: [String]) -> String {
    var seen: Set<String> = []
    let distinct = names.filter { seen.insert($0).inserted }.map(\.quotedForMessage)
    return "\(what)\(distinct.count == 1 ? "" : "s") \(distinct.joined(separator: ", ")): "
  }
}
