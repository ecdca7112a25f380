package import Foundation

/// The answers that are possible while some tests are still open.
struct TruthSet: OptionSet, Sendable {
  let rawValue: UInt8

  static let no = TruthSet(rawValue: 1)
  static let unknown = TruthSet(rawValue: 2)
  static let yes = TruthSet(rawValue: 4)
  static let all: TruthSet = [.no, .unknown, .yes]

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init(_ truth: Truth) {
    switch truth {
    case .no: self = .no
    case .unknown: self = .unknown
    case .yes: self = .yes
    }
  }

  func and(_ other: TruthSet) -> TruthSet {
    var result = intersection(other)
    if contains(.no) || other.contains(.no) { result.insert(.no) }
    if contains(.unknown), !other.isDisjoint(with: [.unknown, .yes]) { result.insert(.unknown) }
    if other.contains(.unknown), !isDisjoint(with: [.unknown, .yes]) { result.insert(.unknown) }
    return result
  }

  var negated: TruthSet {
    var result = intersection(.unknown)
    if contains(.yes) { result.insert(.no) }
    if contains(.no) { result.insert(.yes) }
    return result
  }
}

extension Condition {
  /// The answers that the condition can have when those tests that are `open` may have any answer.
  ///
  /// Tests count as independent. So an answer may be listed that two tests of one field exclude.
  func possible(_ task: TaskView, at now: Date, open: (Predicate) -> Bool) -> TruthSet {
    switch self {
    case .all(let parts): return parts.possibleOfAll { $0.possible(task, at: now, open: open) }
    case .any(let parts): return parts.possibleOfAll { $0.possible(task, at: now, open: open).negated }.negated
    case .none(let parts): return parts.possibleOfAll { $0.possible(task, at: now, open: open).negated }
    case .test(let test): return open(test) ? .all : TruthSet(test.evaluate(task, at: now))
    case .fact(_, let condition): return condition.possible(task, at: now, open: open)
    }
  }

  /// All tests in the condition.
  package var tests: [Predicate] {
    switch self {
    case .all(let parts), .any(let parts), .none(let parts): parts.flatMap(\.tests)
    case .test(let test): [test]
    case .fact(_, let condition): condition.tests
    }
  }
}

extension [Condition] {
  fileprivate func possibleOfAll(_ possible: (Condition) -> TruthSet) -> TruthSet {
    var result = TruthSet.yes
    for condition in self where result != .no { result = result.and(possible(condition)) }
    return result
  }
}

extension Rule {
  func possible(_ task: TaskView, at now: Date, open: (Predicate) -> Bool) -> TruthSet {
    let wanted = when.possible(task, at: now, open: open)
    guard let unless, wanted != .no else { return wanted }
    return wanted.and(unless.possible(task, at: now, open: open).negated)
  }

  /// True when the detail was not fetched and could make the rule match.
  ///
  /// Where something else is unknown as well, the detail could at most exclude the task, and is not worth its price.
  package func awaitsDetails(of task: TaskView, at now: Date) -> Bool {
    task.details == nil && possible(task, at: now, open: \.needsDetails).contains(.yes)
      && matches(task, at: now) == .unknown
  }

  /// True when some condition of the rule, or a value of its action, can be known only from the task's detail.
  package var needsDetails: Bool {
    if when.tests.contains(where: \.needsDetails) { return true }
    if let unless, unless.tests.contains(where: \.needsDetails) { return true }
    return action.needsDetails
  }
}

extension Action {
  fileprivate var needsDetails: Bool {
    switch self {
    case .reassign(let reassignment): reassignment.comment?.needsDetails == true
    case .complete(let completion):
      completion.comment?.needsDetails == true
        || completion.capturedData.contains { field in
          switch field.value {
          case .captured: true
          case .text(let template): template.needsDetails
          case .literal, .today, .now: false
          }
        }
    }
  }
}
