import CalendarTime
import Patterns

/// The conditions of rules as one flat list, in which a group stands before its members.
///
/// Evaluating it touches no reference counts and compares numbers instead of texts. What it cannot decide itself, it
/// asks ``Predicate/evaluate(_:at:)``, so that every test has only one meaning.
struct IndexProgram: Sendable {
  struct Step: Sendable {
    enum Kind: UInt8, Sendable {
      case all, any, not
      /// The text of `field` is the one with the number `operand`.
      case isText
      case hasUser, hasGroup, escalated, overdue, hasDueDate
      /// Clock time since creation, since the due date, to the due date; `operand` is the predicate.
      case age, overdueBy, dueIn
      /// The test of working time with the number `operand`.
      case workTime
      /// The predicate `operand`, whose answer is remembered for the text of `field`.
      case kept
      /// The predicate `operand`, which is asked each time.
      case asked
    }

    var kind: Kind
    var field: IndexField = .flags
    /// True for a part of a rule that looks at `field` alone, whatever the time.
    var isOfField = false
    /// Where the next step at the same level stands.
    var end: Int32 = 0
    var operand: UInt32 = 0
    /// Seconds.
    var lower = -Double.infinity
    var upper = Double.infinity
  }

  private(set) var steps: [Step] = []
  /// The predicates that are asked as they are.
  private(set) var predicates: [Predicate] = []
  /// For each predicate, the marks that a text needs: without them the predicate is false.
  private(set) var neededMarks: [TextMarks] = []
  private(set) var workTests: [IndexWorkTest] = []
  private var allBounds = TimeBounds()

  var bounds: [TimeBound] { allBounds.list }

  /// Adds the conjunction of `conditions`, each with whether it is negated; returns where it begins.
  mutating func add(_ conditions: [(condition: Condition, isNegated: Bool)], _ vocabulary: IndexVocabulary) -> Int32 {
    group(.all) {
      for (condition, isNegated) in conditions {
        let start = $0.steps.count
        $0.add(condition, isNegated: isNegated, vocabulary)
        let mentions = IndexMentions(condition)
        guard !mentions.hasMore, let field = mentions.onlyField, field.holdsText else { continue }
        $0.steps[start].isOfField = true
        $0.steps[start].field = field
      }
    }
  }

  private mutating func add(_ condition: Condition, isNegated: Bool, _ vocabulary: IndexVocabulary) {
    guard !isNegated else {
      group(.not) { $0.add(condition, isNegated: false, vocabulary) }
      return
    }
    switch condition {
    case .all(let conditions):
      group(.all) { for condition in conditions { $0.add(condition, isNegated: false, vocabulary) } }
    case .any(let conditions):
      group(.any) { for condition in conditions { $0.add(condition, isNegated: false, vocabulary) } }
    case .none(let conditions): add(.any(conditions), isNegated: true, vocabulary)
    case .fact(_, let condition): add(condition, isNegated: false, vocabulary)
    case .test(.text(let field, let test)): add(test, IndexField(field), vocabulary) { .text(field, $0) }
    case .test(.assignee(let field, let test)): add(test, field, vocabulary)
    case .test(.flag(let flag, let wanted)):
      if wanted { add(flag) } else { group(.not) { $0.add(flag) } }
    case .test(.time(let test)): add(test)
    case .test(let predicate): leaf(.asked, operand: keep(predicate))
    }
  }

  private mutating func add(
    _ test: TextTest, _ field: IndexField, _ vocabulary: IndexVocabulary, predicate: (TextTest) -> Predicate
  ) {
    switch test {
    case .equals(let text): leaf(.isText, field, operand: vocabulary.number(of: text, in: field))
    case .like, .matches: leaf(.kept, field, operand: keep(predicate(test)))
    case .not(let test): group(.not) { $0.add(test, field, vocabulary, predicate: predicate) }
    case .anyOf(let tests):
      group(.any) { for test in tests { $0.add(test, field, vocabulary, predicate: predicate) } }
    }
  }

  private mutating func add(_ test: AssigneeTest, _ field: AssigneeField, _ vocabulary: IndexVocabulary) {
    switch test {
    case .name(let test): add(test, .name(of: field), vocabulary) { .assignee(field, .name($0)) }
    case .id(let id): leaf(.isText, .id(of: field), operand: vocabulary.number(of: id, in: .id(of: field)))
    case .not(let test): group(.not) { $0.add(test, field, vocabulary) }
    case .anyOf(let tests): group(.any) { for test in tests { $0.add(test, field, vocabulary) } }
    }
  }

  private mutating func add(_ flag: FlagField) {
    switch flag {
    case .escalated: leaf(.escalated)
    case .overdue: leaf(.overdue)
    case .hasUser: leaf(.hasUser)
    case .hasGroup: leaf(.hasGroup)
    case .hasDueDate: leaf(.hasDueDate)
    case .unassigned:
      group(.not) {
        $0.group(.any) {
          $0.leaf(.hasUser)
          $0.leaf(.hasGroup)
        }
      }
    }
  }

  private mutating func add(_ test: TimeTest) {
    let operand = keep(.time(test))
    guard test.lower?.span.isWorkingTime != true, test.upper?.span.isWorkingTime != true else {
      addWorkTime(test, operand)
      return
    }
    let kind: Step.Kind =
      switch test.field {
      case .age: .age
      case .overdueBy: .overdueBy
      case .dueIn: .dueIn
      }
    leaf(kind, operand: operand)
    if let lower = test.lower { steps[steps.count - 1].lower = lower.span.clockSeconds }
    if let upper = test.upper { steps[steps.count - 1].upper = upper.span.clockSeconds }
  }

  private mutating func addWorkTime(_ test: TimeTest, _ predicate: UInt32) {
    var work = IndexWorkTest(field: test.field, predicate: predicate)
    for (bound, side) in [(test.lower, \IndexWorkTest.lower), (test.upper, \IndexWorkTest.upper)] {
      guard let bound else { continue }
      guard let place = allBounds.place(of: bound.span, test.calendar, isAhead: test.field == .dueIn) else {
        leaf(.asked, operand: predicate)
        return
      }
      work[keyPath: side] = place
    }
    workTests.append(work)
    leaf(.workTime, operand: UInt32(workTests.count - 1))
  }

  private mutating func leaf(_ kind: Step.Kind, _ field: IndexField = .flags, operand: UInt32 = 0) {
    steps.append(Step(kind: kind, field: field, end: Int32(steps.count + 1), operand: operand))
  }

  @discardableResult
  private mutating func group(_ kind: Step.Kind, _ members: (inout Self) -> Void) -> Int32 {
    let start = steps.count
    steps.append(Step(kind: kind))
    members(&self)
    steps[start].end = Int32(steps.count)
    return Int32(start)
  }

  private mutating func keep(_ predicate: Predicate) -> UInt32 {
    predicates.append(predicate)
    neededMarks.append(predicate.neededByPattern)
    return UInt32(predicates.count - 1)
  }
}

extension Span {
  /// The length in seconds, for clock time.
  fileprivate var clockSeconds: Double {
    let unit: Double =
      switch self.unit {
      case .second: 1
      case .minute: 60
      case .hour: 3_600
      case .day, .businessHour, .businessDay: 86_400
      }
    return Double(thousandths) * unit / 1_000
  }
}
