import Rules

extension Tenant {
  /// A rule of one to five conditions.
  ///
  /// A single condition names a customer or a kind of label; of the others nine in ten name the workflow, by itself, in
  /// a list or by a glob. One rule in twenty has a regular expression on the label.
  mutating func draft(_ number: Int) -> RuleDraft {
    let count = 1 + self.number(below: 5)
    var parts: [RuleDraft.Part] = []
    if chance(5) { parts.append(labelPattern()) }
    if parts.isEmpty && count == 1 {
      parts.append(chance(80) ? .text(.entityID, [one(of: customers).id]) : labelGlob())
    }
    let workflow = self.number(below: workflows.count)
    if parts.count < count && chance(90) { parts.append(workflowPart(workflow)) }
    var kinds = Array(0..<6)
    while parts.count < count {
      parts.append(part(kinds.remove(at: self.number(below: kinds.count)), of: workflow))
    }
    return RuleDraft(id: "rule-\(number)", parts: parts)
  }

  private mutating func workflowPart(_ workflow: Int) -> RuleDraft.Part {
    switch number(below: 10) {
    case 0: .like(.workflow, "\(workflows[workflow].prefix(5))* \(workflow % 10)?")
    case 1, 2:
      .text(.workflow, [workflows[workflow], workflows[(workflow + 31) % 200], workflows[(workflow + 77) % 200]])
    default: .text(.workflow, [workflows[workflow]])
    }
  }

  private mutating func part(_ kind: Int, of workflow: Int) -> RuleDraft.Part {
    switch kind {
    case 0:
      let step = one(of: steps(of: workflow))
      switch number(below: 5) {
      case 0: return .like(.step, "\(step.prefix(4))*")
      case 1: return .text(.step, [step, one(of: steps(of: workflow)), one(of: steps(of: workflow))])
      default: return .text(.step, [step])
      }
    case 1:
      guard chance(50) else { return .text(.entityType, [one(of: entityTypes)]) }
      return .text(.entityType, [one(of: entityTypes), one(of: entityTypes), one(of: entityTypes)])
    case 2: return .assignee(.group, one(of: groups).name ?? "")
    case 3: return chance(50) ? .assignee(.user, one(of: users).name ?? "") : .escalated(true)
    case 4: return .hours(.overdueBy, atLeast: one(of: [4, 24, 48, 120]))
    default: return .hours(.age, atLeast: one(of: [24, 72, 240, 480]))
    }
  }

  private mutating func labelGlob() -> RuleDraft.Part {
    .like(.entityLabel, "C\(number(below: 100)) Customer *77? Ltd")
  }

  private mutating func labelPattern() -> RuleDraft.Part {
    .matches(.entityLabel, "^C\(number(below: 10))[0-9]? .*\(number(below: 10))\(number(below: 10))[0-4] Ltd$")
  }
}
