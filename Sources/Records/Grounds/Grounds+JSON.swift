package import Foundation
package import JSON

/// The form in which grounds are kept: short keys, and nothing that is absent, because there is one for each attempt.
extension Grounds {
  /// What is kept beside the columns of intent, attempt and time.
  package var content: JSONValue {
    var members = [
      JSONMember("rule", .string(rule)), JSONMember("fp", .string(ruleFingerprint)), JSONMember("task", task.json),
      JSONMember("when", when.json),
    ]
    if let unless { members.append(JSONMember("unless", unless.json)) }
    return .object(members)
  }

  /// Reads what ``content`` has written; nil where it is something else.
  package init?(_ content: JSONValue, intent: String, attempt: Int, at: Date) {
    guard let rule = content["rule"]?.string, let fingerprint = content["fp"]?.string,
      let when = content["when"].flatMap({ Condition($0) })
    else { return nil }
    self.init(
      intent: intent, attempt: attempt, at: at, task: Task(content["task"] ?? .null), rule: rule,
      ruleFingerprint: fingerprint, when: when, unless: content["unless"].flatMap { Condition($0) })
  }
}

extension Grounds.Task {
  fileprivate var json: JSONValue {
    let texts = [
      ("workflow", workflow), ("step", step), ("type", entityType), ("label", entityLabel), ("user", user),
      ("group", group),
    ]
    return .object(texts.compactMap { key, text in text.map { JSONMember(key, .string($0)) } })
  }

  fileprivate init(_ json: JSONValue) {
    self.init(
      workflow: json["workflow"]?.string, step: json["step"]?.string, entityType: json["type"]?.string,
      entityLabel: json["label"]?.string, user: json["user"]?.string, group: json["group"]?.string)
  }
}

extension Grounds.Condition {
  fileprivate var json: JSONValue {
    var members = [JSONMember("k", .string(key))]
    if isFact { members.append(JSONMember("f", .bool(true))) }
    if truth != .yes { members.append(JSONMember("t", .string(truth.rawValue))) }
    if !wanted.isEmpty { members.append(JSONMember("w", .string(wanted))) }
    if let seen { members.append(JSONMember("s", .string(seen))) }
    if !children.isEmpty { members.append(JSONMember("c", .array(children.map(\.json)))) }
    return .object(members)
  }

  fileprivate init?(_ json: JSONValue) {
    guard let key = json["k"]?.string else { return nil }
    let truth = json["t"].map { $0.string.flatMap { Truth(rawValue: $0) } ?? .unknown } ?? .yes
    self.init(
      key, isFact: json["f"]?.bool ?? false, truth, wanted: json["w"]?.string ?? "", seen: json["s"]?.string,
      children: json["c"]?.array?.compactMap { Grounds.Condition($0) } ?? [])
  }
}
