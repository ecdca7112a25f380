import Engine
import Foundation
import GeoTareas
package import JSON
import Journal
import Records
import RuleFiles
import Rules

/// The answer for programs.
extension TaskExplanation {
  /// One object; its keys are stable.
  package var json: JSONValue {
    .object([
      JSONMember("tenant", .string(snapshot.tenant.name)),
      JSONMember("task", .string(row.task.id.rawValue)),
      JSONMember("at", .string(at.formatted(.iso8601))),
      JSONMember("seen_at", .string(seenAt.formatted(.iso8601))),
      JSONMember("has_detail", .bool(view.details != nil)),
      JSONMember("detail_at", .optional(detailAt?.formatted(.iso8601))),
      JSONMember("form", form?.json ?? .null),
      JSONMember(
        "prospect",
        .object([
          JSONMember("kind", .string(prospect.kind.rawValue)), JSONMember("rule", .optional(prospect.rule)),
          JSONMember("endpoint", .optional(prospect.write?.endpoint.rawValue)),
          JSONMember("body", prospect.write?.body ?? .null), JSONMember("reason", .string(prospect.reason)),
          JSONMember("needs_person", .bool(prospect.needsPerson)), JSONMember("title", .optional(prospectRule?.title)),
          JSONMember("owner", .optional(prospectRule?.owner)),
        ])),
      JSONMember("intents", .array(intents.map { Self.json($0) })),
      JSONMember("rules", .array(explanations.indices.map { json(ofRule: $0) })),
    ])
  }

  /// When the detail was read; nil where it was not.
  private var detailAt: Date? { view.details.map { _ in snapshot.detailTimes[row.task.id] ?? snapshot.listing.at } }

  private var seenAt: Date { if case .at(let date) = snapshot.age { date } else { snapshot.listing.at } }

  private static func json(_ intent: Intent) -> JSONValue {
    .object([
      JSONMember("tenant", .string(intent.tenant)), JSONMember("intent", .string(intent.id)),
      JSONMember("state", .string(intent.state.rawValue)),
      JSONMember("rule", .string(intent.rule)), JSONMember("endpoint", .string(intent.write.endpoint.rawValue)),
      JSONMember("body", intent.write.body), JSONMember("changed", .string(intent.changedAt.formatted(.iso8601))),
      JSONMember("note", .said(intent.note)),
    ])
  }

  private func json(ofRule index: Int) -> JSONValue {
    let rule = snapshot.rules.rules[index]
    let explanation = explanations[index]
    return .object([
      JSONMember("tenant", .string(snapshot.tenant.name)), JSONMember("rule", .string(rule.id)),
      JSONMember("stage", .string(rule.stage.rawValue)),
      JSONMember("rule_fingerprint", .string(rule.fingerprint)), JSONMember("file", .string(rule.source.file)),
      JSONMember("line", .integer(rule.source.line)), JSONMember("truth", .string(explanation.truth.word)),
      JSONMember("decides", .bool(index == verdict.match)),
      JSONMember("watches", .bool(verdict.watching.contains(index))),
      JSONMember("matches_at", .optional(explanation.matchesAt?.formatted(.iso8601))),
      JSONMember("when", explanation.when.json),
      JSONMember("unless", explanation.unless?.json ?? .null),
    ])
  }
}

extension KnownForm {
  /// The form for programs; the keys are stable.
  fileprivate var json: JSONValue {
    .object([
      JSONMember("results", .array((form.results ?? []).map(\.json))),
      JSONMember("fields", .array((form.fields ?? []).map { .object($0.members) })),
      JSONMember("first_seen", .string(firstSeen.formatted(.iso8601))),
      JSONMember("last_seen", .string(lastSeen.formatted(.iso8601))),
    ])
  }
}

extension Explanation.Node {
  /// The condition for programs, now or then; the keys are stable.
  var json: JSONValue {
    .object([
      JSONMember("key", .string(key)), JSONMember("fact", .bool(isFact)), JSONMember("truth", .string(truth.word)),
      JSONMember("wanted", .optional(wanted.isEmpty ? nil : wanted)), JSONMember("seen", .optional(seen)),
      JSONMember("conditions", .array(children.map(\.json))),
    ])
  }
}
