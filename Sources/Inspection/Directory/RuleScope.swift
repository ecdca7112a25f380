import Records
import Rules

/// The tenant's names that a rule's conditions use.
struct RuleScope {
  package private(set) var workflows: Set<String> = []
  package private(set) var steps: Set<String> = []
  package private(set) var entityTypes: Set<String> = []
  private(set) var userNames: Set<String> = []
  private(set) var userIDs: Set<String> = []
  private(set) var groupNames: Set<String> = []
  private(set) var groupIDs: Set<String> = []

  /// Collects them from `when` and `unless`; patterns are no names.
  init(_ rule: Rule) {
    collect(rule.when)
    if let unless = rule.unless { collect(unless) }
  }

  /// Every step, by its full name, that the rule may be about.
  var stepNames: Set<StepName> {
    Set(workflows.flatMap { workflow in steps.map { .init(workflow: workflow, step: $0) } })
  }

  private mutating func collect(_ condition: Condition) {
    switch condition {
    case .all(let parts), .any(let parts), .none(let parts): for part in parts { collect(part) }
    case .fact(_, let part): collect(part)
    case .test(.text(let field, let test)): collect(test, of: field)
    case .test(.assignee(let field, let test)): collect(test, of: field)
    case .test: break
    }
  }

  private mutating func collect(_ test: TextTest, of field: TextField) {
    let names = test.names
    switch field {
    case .workflow: workflows.formUnion(names)
    case .step: steps.formUnion(names)
    case .entityType: entityTypes.formUnion(names)
    case .status, .entityID, .entityLabel: break
    }
  }

  private mutating func collect(_ test: AssigneeTest, of field: AssigneeField) {
    switch test {
    case .id(let id): if field == .user { userIDs.insert(id) } else { groupIDs.insert(id) }
    case .name(let test):
      if field == .user { userNames.formUnion(test.names) } else { groupNames.formUnion(test.names) }
    case .not(let part): collect(part, of: field)
    case .anyOf(let parts): for part in parts { collect(part, of: field) }
    }
  }
}

extension TextTest {
  /// The texts with which it compares exactly.
  fileprivate var names: [String] {
    switch self {
    case .equals(let text): [text]
    case .like, .matches: []
    case .not(let test): test.names
    case .anyOf(let tests): tests.flatMap(\.names)
    }
  }
}
