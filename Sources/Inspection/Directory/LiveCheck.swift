import CalendarTime
import Engine
import Foundation
import GeoTareas
import JSON
import Log
package import Records
package import RuleFiles
package import Rules
import YAML

/// Compares a tenant's rules with what was seen of the tenant.
///
/// A name that was not seen proves little, so it is a warning. A form that an action does not fit is an error, because
/// the action would be blocked.
package struct LiveCheck: Sendable {
  /// Something to say about a rule.
  package struct Finding: Sendable {
    /// False for a warning.
    package var isError: Bool
    package var tenant: String
    package var rule: Rule
    /// The word that it is about.
    package var part: RulePlaces.Part
    /// One line for people, without the rule's name.
    package var text: String
  }

  private let snapshot: TenantSnapshot
  private let directory: TenantDirectory
  private var findings: [Finding] = []
  /// The ids of the rule at hand that were said to be strange: one that stands twice is one mistake.
  private var strangers: Set<String> = []

  /// All findings about the rules of a sight, in the order of the rules.
  package static func findings(in snapshot: TenantSnapshot) -> [Finding] {
    var check = LiveCheck(snapshot: snapshot, directory: TenantDirectory(snapshot))
    for rule in snapshot.rules.rules {
      check.strangers = []
      check.names(of: rule)
      check.target(of: rule)
      check.form(of: rule)
    }
    return check.findings
  }

  /// The steps that completing rules name; their details are worth reading.
  package static func wantedSteps(_ rules: RuleSet) -> Set<StepName> {
    Set(rules.rules.filter(\.completes).flatMap { RuleScope($0).stepNames })
  }

  /// What was compared, in a sentence.
  package static func lookedAt(_ snapshot: TenantSnapshot) -> String {
    let directory = TenantDirectory(snapshot)
    var text =
      "tenant '\(snapshot.tenant.name)': compared with \(directory.taskCount.counted("task")) of "
    text +=
      "\(directory.steps.count.counted("step")) in \(directory.workflows.count.counted("workflow")) and the forms of "
    text += directory.forms.count.counted("step")
    let clock = WallTime(zone: snapshot.zone)
    if case .at(let date) = snapshot.age { text += ", as the daemon saw them at \(clock.stamp(date))" }
    if let oldest = directory.forms.values.map(\.lastSeen).min(), clock.day(oldest) != clock.day(snapshot.listing.at) {
      text += "; the oldest form is of \(clock.day(oldest))"
    }
    if let unknown = directory.unknownForms(of: wantedSteps(snapshot.rules)) {
      text += "; not known yet \(unknown.areSeveral ? "are" : "is") \(unknown.forms)"
    }
    return text
  }

  private init(snapshot: TenantSnapshot, directory: TenantDirectory) {
    self.snapshot = snapshot
    self.directory = directory
  }

  /// `; did you mean 'Send Welcome Email'?`, or nothing where no name is similar.
  private static func hint(for name: String, among names: some Sequence<String>) -> String {
    nearest(to: name, among: names).map { "; did you mean '\(LogText.safe($0))'?" } ?? ""
  }

  /// Names are longer than the words of a rule, so more characters may be mistyped.
  private static func nearest(to name: String, among names: some Sequence<String>) -> String? {
    Suggestion.nearest(to: name, among: names.sorted(), most: .max)
  }

  private mutating func say(_ isError: Bool, _ rule: Rule, _ part: RulePlaces.Part, _ text: String) {
    findings.append(Finding(isError: isError, tenant: snapshot.tenant.name, rule: rule, part: part, text: text))
  }

  private mutating func unseen(
    _ what: String, _ name: String, key: String, among known: some Sequence<String>, _ rule: Rule
  ) {
    say(
      false, rule, .condition(key: key, text: name),
      "\(what) \(name.quotedForMessage) was never seen on a task\(Self.hint(for: name, among: known))")
  }

  private mutating func names(of rule: Rule) {
    let scope = RuleScope(rule)
    for name in scope.workflows.sorted() where !directory.workflows.contains(name) {
      unseen("workflow", name, key: "workflow", among: directory.workflows, rule)
    }
    let workflows = scope.workflows.filter { directory.workflows.contains($0) }
    let steps = directory.steps.keys.filter { workflows.isEmpty || workflows.contains($0.workflow) }.map(\.step)
    for name in scope.steps.sorted() where !steps.contains(name) {
      unseen("step", name, key: "step", among: Set(steps), rule)
    }
    for name in scope.entityTypes.sorted() where directory.entityTypes[name] == nil {
      unseen("entity type", name, key: "entity_type", among: directory.entityTypes.keys, rule)
    }
    for (what, names, known) in [
      ("user", scope.userNames, directory.users), ("group", scope.groupNames, directory.groups),
    ] {
      for name in names.sorted() where !known.names.values.contains(name) {
        unseen(what, name, key: "assigned_\(what)", among: known.names.values, rule)
      }
    }
    for id in scope.userIDs.sorted() {
      unseenID("user", id, directory.users, other: directory.groups, rule, .condition(key: "assigned_user", text: id))
    }
    for id in scope.groupIDs.sorted() {
      unseenID("group", id, directory.groups, other: directory.users, rule, .condition(key: "assigned_group", text: id))
    }
  }

  private mutating func target(of rule: Rule) {
    guard case .reassign(let reassignment) = rule.action else { return }
    let assignees: [Reassignment.Assignee] =
      switch reassignment.target {
      case .user(let id): [.user(id: id)]
      case .group(let id): [.group(id: id)]
      case .pool(let pool): pool.members.map(\.target) + (pool.ifNobody.map { [$0] } ?? [])
      }
    for assignee in assignees {
      switch assignee {
      case .user(let id): unseenID("user", id, directory.users, other: directory.groups, rule, .target(id: id))
      case .group(let id): unseenID("group", id, directory.groups, other: directory.users, rule, .target(id: id))
      }
    }
  }

  private mutating func unseenID(
    _ what: String, _ id: String, _ known: TenantDirectory.Parties, other: TenantDirectory.Parties, _ rule: Rule,
    _ part: RulePlaces.Part
  ) {
    guard known.names[id] == nil, strangers.insert(id).inserted else { return }
    if let name = other.names[id] {
      let right = what == "user" ? "group" : "user"
      return say(false, rule, part, "\(id.quotedForMessage) is the \(right) \(name.quotedForMessage), not a \(what)")
    }
    let near = Self.nearest(to: id, among: known.names.keys).flatMap { near in
      known.names[near].map { "; did you mean \"\(near)\" (\($0))?" }
    }
    say(
      false, rule, part,
      "\(what) id \(id.quotedForMessage) was never seen on a task\(near.map { LogText.safe($0) } ?? "")")
  }

  /// Compares a completion with the forms that were read for the steps it names.
  private mutating func form(of rule: Rule) {
    guard rule.completes, case .complete(let completion) = rule.action else { return }
    for name in RuleScope(rule).stepNames.sorted() {
      guard let form = directory.forms[name] else { continue }
      let seen = form.task.map { "task \($0)" } ?? "seen \(WallTime(zone: snapshot.zone).day(form.lastSeen))"
      let place = "\(name.inWords) (\(seen))"
      if let results = form.form.results?.map(\.code), !results.contains(completion.result) {
        let known = results.map(\.quotedForMessage).joined(separator: ", ")
        say(
          true, rule, .result,
          "\(place) has no result \(completion.result.quotedForMessage), only "
            + "\(known.isEmpty ? "none at all" : known)\(Self.hint(for: completion.result, among: results))")
      }
      guard let fields = form.form.fields else { continue }
      let given = Set(completion.capturedData.map(\.name))
      // A field that was mistyped is missed, too: that is one mistake.
      var meant: Set<String> = []
      for field in given.sorted() where !fields.contains(where: { $0.name == field }) {
        let hint = Self.hint(for: field, among: fields.map(\.name))
        if let nearest = Self.nearest(to: field, among: fields.map(\.name)) { meant.insert(nearest) }
        say(true, rule, .field(field), "the form of \(place) has no field \(field.quotedForMessage)\(hint)")
      }
      for given in completion.capturedData {
        guard let field = fields.first(where: { $0.name == given.name }), let why = given.value.misfit(field.type)
        else { continue }
        say(true, rule, .field(given.name), "in the form of \(place), the field \(given.name.quotedForMessage) \(why)")
      }
      for field in fields where field.required && !given.contains(field.name) && !meant.contains(field.name) {
        // A field that came filled in need not be given.
        if field.isFilled { continue }
        say(
          true, rule, .form,
          "the form of \(place) requires the field \(field.name.quotedForMessage) (\(field.type)), which is not given")
      }
    }
  }
}

extension Rule {
  fileprivate var completes: Bool { if case .complete = action { true } else { false } }
}
