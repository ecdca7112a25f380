package import Foundation

extension Rule {
  /// Explains the rule's answer for `task`, condition by condition, without stopping at the first one that decides.
  ///
  /// - Parameter looksAhead: False to leave out when the rule will match.
  package func explain(_ task: TaskView, at now: Date, looksAhead: Bool = true) -> Explanation {
    Explanation(
      rule: id, truth: matches(task, at: now), when: when.node("when", task, now),
      unless: unless?.node("unless", task, now), matchesAt: looksAhead ? nextMatch(task, after: now) : nil)
  }
}

extension Condition {
  /// The condition under its own key; the conditions of a map become its children.
  fileprivate func node(_ key: String, _ task: TaskView, _ now: Date) -> Explanation.Node {
    let children =
      switch self {
      case .all(let parts): parts.map { $0.node(task, now) }
      case .any, .none, .test, .fact: [node(task, now)]
      }
    return .init(key: key, truth: evaluate(task, at: now), children: children)
  }

  private func node(_ task: TaskView, _ now: Date) -> Explanation.Node {
    let truth = evaluate(task, at: now)
    switch self {
    // A map with one condition is that condition.
    case .all(let parts) where parts.count == 1: return parts[0].node(task, now)
    case .all(let parts): return .init(key: "all_of", truth: truth, children: parts.map { $0.node(task, now) })
    case .any(let parts): return .init(key: "any_of", truth: truth, children: parts.map { $0.node(task, now) })
    case .none(let parts): return .init(key: "none_of", truth: truth, children: parts.map { $0.node(task, now) })
    case .test(let test):
      return .init(key: test.key, truth: truth, wanted: test.inWords, seen: test.seen(in: task, at: now))
    case .fact(let name, let condition):
      var node = condition.node(name, task, now)
      node.isFact = true
      return node
    }
  }
}

extension Explanation {
  /// The facts and keys at the top level because of which the rule does not take the task, in the rule's order.
  ///
  /// From `unless` and `none_of` these are the conditions that hold. Groups are listed themselves, and so are the facts
  /// in them.
  package var failed: [String] { names(of: .no, against: .yes) }

  /// The facts and keys at the top level that are unknown, in the rule's order.
  package var unknown: [String] { names(of: .unknown, against: .unknown) }

  private func names(of truth: Truth, against opposite: Truth) -> [String] {
    var names: [String] = []
    when.children.forEach { $0.collect(truth, opposite, into: &names) }
    if let unless, unless.truth == opposite {
      unless.children.forEach { $0.collect(opposite, truth, into: &names) }
    }
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}

extension Explanation.Node {
  fileprivate func collect(_ truth: Truth, _ opposite: Truth, into names: inout [String]) {
    guard self.truth == truth else { return }
    if isFact || children.isEmpty {
      names.append(key)
      return
    }
    if key != "all_of" { names.append(key) }
    let (inner, other) = key == "none_of" ? (opposite, truth) : (truth, opposite)
    for child in children where child.isFact || key == "all_of" || !child.children.isEmpty {
      child.collect(inner, other, into: &names)
    }
  }
}
