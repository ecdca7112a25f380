import CalendarTime
import Rules
import YAML

/// Reads one entry of `pools`.
struct PoolDecoder {
  let findings: Diagnostics

  func pool(_ entry: Definitions.Entry) -> Pool? {
    guard let fields = Fields(entry.node, "pool '\(entry.name)'", keys: Keys.pool, findings) else { return nil }
    let pick = fields.required("pick").flatMap { findings.word($0, "way to pick", of: Pool.Pick.self) }
    let members = fields.required("members").flatMap { self.members($0) }
    var isGood = true
    var tie = false
    var stand: Reassignment.Assignee?
    findings.set(&tie, fields["tie_break"], &isGood) { findings.onlyWord($0, "longest_idle", "tie break") ? true : nil }
    findings.set(&stand, fields["if_nobody"], &isGood) { node in
      Fields(node, "'if_nobody'", keys: Keys.assignee, findings).flatMap { assignee($0) }
    }
    guard isGood, let pick, let members else { return nil }
    return Pool(name: entry.name, pick: pick, members: members, prefersLongestIdle: tie, ifNobody: stand)
  }

  private func members(_ node: Node) -> [Pool.Member]? {
    guard case .sequence(let items) = node.content else {
      return findings.expected("a list of members such as [ { user: \"18…\" } ]", node)
    }
    guard !items.isEmpty else {
      findings.error("the pool has no members; expected at least one", at: node.mark)
      return nil
    }
    guard let members = findings.all(items, member) else { return nil }
    var places: [Reassignment.Assignee: Mark] = [:]
    var isGood = true
    for (member, item) in zip(members, items) {
      if let first = places[member.target] {
        findings.error(
          "\(member.target.described) is a member twice; give a weight instead", at: item.mark,
          notes: [Diagnostic.Note("first given here", at: first)])
        isGood = false
      }
      places[member.target] = item.mark
    }
    return isGood ? members : nil
  }

  private func member(_ node: Node) -> Pool.Member? {
    guard let fields = Fields(node, "a member", keys: Keys.member, findings) else { return nil }
    let target = assignee(fields)
    var isGood = true
    var note: String?
    var weight = 1
    var away: [ClosedRange<CivilDate>] = []
    var most: Int?
    findings.set(&note, fields["note"], &isGood) { findings.text($0, "a note") }
    findings.set(&weight, fields["weight"], &isGood) { findings.integer($0, in: 1...1000) }
    findings.set(&away, fields["away"], &isGood) { node in
      guard case .sequence(let items) = node.content else {
        return findings.expected("a list of days such as [\"2026-08-03..2026-08-14\"]", node)
      }
      return findings.all(items) { findings.days($0) }
    }
    findings.set(&most, fields["max_open"], &isGood) { findings.integer($0, in: 1...100_000) }
    guard isGood, let target else { return nil }
    return Pool.Member(target: target, note: note, weight: weight, away: away, maxOpen: most)
  }

  private func assignee(_ fields: Fields) -> Reassignment.Assignee? {
    guard let (key, node) = fields.exactlyOne(of: Keys.assignee) else { return nil }
    guard let id = findings.id(node, "a \(key) id") else { return nil }
    return key == "user" ? .user(id: id) : .group(id: id)
  }
}

extension Reassignment.Assignee {
  /// `user 18…` or `group 29…`, for messages.
  var described: String {
    switch self {
    case .user(let id): "user \(id)"
    case .group(let id): "group \(id)"
    }
  }
}
