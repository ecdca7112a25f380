import JSON

/// The keys of every map in the files, each with what is to be said about it.
///
/// Readers refuse all others; the JSON Schemas and the lists in the manual are made of these.
enum Keys {
  /// Every list of capataz-rules(5), in no particular order.
  static let rulesManual = [
    ruleFile, ruleAlone, safeguards, canary, limit, sumPerDay, afterHumanTouch, calendar, pool, member, ifNobody, texts,
    assignees, flags, times, details, groups, textTest, assigneeID, bounds, form, capturedStep, previousResult,
    actions, complete, reassign, value, from, testFile, fixture, task, party, test, expect, expectedComplete,
    expectedReassign, noAction,
  ]

  /// Every list of capataz.yaml(5).
  static let configurationManual = [
    configuration, keep, ping, log, tenant, stopButton, credentials, secret, poll, limits, requestLimit, http,
  ]
}

/// The keys as the manual lists them.
package struct KeyList: Sendable {
  /// One key of a list.
  package struct Entry: Sendable {
    package let name: String
    /// Whole sentences, what is typed between grave accents; with the default where there is one.
    package let text: String
  }

  /// The name behind `begin: keys` in the page.
  package let title: String
  package let entries: [Entry]

  /// The lists of a page, by the page's name.
  package static let pages: [String: [KeyList]] = [
    "capataz-rules.5": Keys.rulesManual.map(KeyList.init), "capataz.yaml.5": Keys.configurationManual.map(KeyList.init),
  ]

  private init(_ map: KeyMap) {
    title = map.title
    entries = map.keys.map { key in
      let standard = key.standard.map { " Default: `\($0.yaml)`." } ?? ""
      return Entry(name: key.name, text: (key.isRequired ? "Required. " : "") + key.text + standard)
    }
  }
}
