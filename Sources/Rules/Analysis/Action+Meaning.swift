import CalendarTime
import Foundation

extension Action {
  var canonical: String {
    switch self {
    case .complete(let completion):
      let fields = completion.capturedData.map { "(\($0.name.canonical) \($0.value.canonical))" }
      return Canonical.ordered(
        "complete",
        [completion.result.canonical, Canonical.unordered("data", fields), completion.comment?.canonical ?? "()"])
    case .reassign(let reassignment):
      let target =
        switch reassignment.target {
        case .user(let id): "(user \(id.canonical))"
        case .group(let id): "(group \(id.canonical))"
        case .pool(let pool): pool.canonical
        }
      return Canonical.ordered(
        "reassign",
        [
          target, reassignment.comment?.canonical ?? "()", reassignment.notToCurrent ? "not_to_current" : "()",
          reassignment.keepsPersonPerInstance ? "same_person" : "()",
        ])
    }
  }
}

extension FieldValue {
  fileprivate var canonical: String {
    switch self {
    case .literal(let scalar): scalar.canonical
    case .captured(let reference): reference.canonical
    case .text(let template): template.canonical
    case .today: "(today)"
    case .now: "(now)"
    }
  }
}

extension Scalar {
  fileprivate var canonical: String {
    switch self {
    case .text(let text): text.canonical
    case .number(let number): "(number \(number.canonical))"
    case .boolean(let boolean): "(boolean \(boolean))"
    // The digits are sent as they are.
    case .decimal(let digits): "(decimal \(digits.canonical))"
    }
  }
}

extension CapturedReference {
  fileprivate var canonical: String {
    let missing =
      switch ifMissing {
      case .skipTask: "skip_task"
      case .fail: "fail"
      case .use(let scalar): "(use \(scalar.canonical))"
      }
    return "(from \(step.canonical) \(field.canonical) \(type.rawValue) \(missing))"
  }
}

extension Template {
  /// Neighbouring literals are joined, and a text without references is a literal.
  var canonical: String {
    var parts: [String] = []
    var literal = ""
    for part in self.parts {
      switch part {
      case .literal(let text): literal += text
      case .reference(let reference):
        if !literal.isEmpty { parts.append(literal.canonical) }
        literal = ""
        parts.append(reference.canonical)
      }
    }
    if parts.isEmpty { return literal.canonical }
    return Canonical.ordered("text", literal.isEmpty ? parts : parts + [literal.canonical])
  }
}

extension Template.Reference {
  fileprivate var canonical: String {
    if case .captured(let step, let field) = self { return "(captured \(step.canonical) \(field.canonical))" }
    return "(\(name))"
  }
}

extension Pool {
  /// The name is part of it, because what a pool gave is stored under the name.
  ///
  /// The notes are not.
  fileprivate var canonical: String {
    let members = members.map { member in
      let away = member.away.map { "\($0.lowerBound.daysSinceEpoch)-\($0.upperBound.daysSinceEpoch)" }
      return Canonical.ordered(
        "member",
        [
          member.target.canonical, "\(member.weight)", Canonical.unordered("away", away),
          member.maxOpen.map { "\($0)" } ?? "()",
        ])
    }
    return Canonical.ordered(
      "pool",
      [name.canonical, pick.rawValue] + members
        + [prefersLongestIdle ? "longest_idle" : "()", ifNobody?.canonical ?? "()"])
  }
}

extension Reassignment.Assignee {
  fileprivate var canonical: String {
    switch self {
    case .user(let id): "(user \(id.canonical))"
    case .group(let id): "(group \(id.canonical))"
    }
  }
}
