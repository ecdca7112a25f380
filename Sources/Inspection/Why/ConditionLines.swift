import Foundation
import Log
import Records
import Rules

/// Conditions, one in a line: their truth, what was asked and what was seen; those of now and those of then alike.
struct ConditionLines {
  let style: TextStyle
  /// How many blanks a level is set in.
  let indent: Int
  /// The tenant's zone.
  let zone: TimeZone

  func lines(of node: Explanation.Node, depth: Int) -> [String] {
    let word = node.truth.word
    var line = String(repeating: " ", count: indent * depth)
    line += style.paint(word + String(repeating: " ", count: 8 - word.count), node.truth)
    line += (node.isFact ? "fact " : "") + LogText.safe(node.key)
    let words = SpanWords(zone: zone)
    let isOfTime = !node.isFact && TimeTest.Field(rawValue: node.key) != nil
    if !node.wanted.isEmpty { line += " \(LogText.safe(isOfTime ? words.asked(node.wanted) : node.wanted))" }
    if let seen = node.seen {
      if seen != node.wanted { line += style.faint("  saw ") + LogText.safe(isOfTime ? words.seen(seen) : seen) }
    } else if node.children.isEmpty, node.truth == .unknown {
      line += style.faint("  not known")
    }
    return [line] + node.children.flatMap { lines(of: $0, depth: depth + 1) }
  }
}

extension TextStyle {
  func paint(_ text: String, _ truth: Truth) -> String {
    switch truth {
    case .yes: good(text)
    case .no: bad(text)
    case .unknown: doubtful(text)
    }
  }
}

extension Explanation.Node {
  /// A condition as the journal keeps it.
  init(_ kept: Grounds.Condition) {
    self.init(
      key: kept.key, isFact: kept.isFact, truth: Truth(kept.truth), wanted: kept.wanted, seen: kept.seen,
      children: kept.children.map { Explanation.Node($0) })
  }
}

extension Truth {
  init(_ kept: Grounds.Condition.Truth) {
    self =
      switch kept {
      case .yes: .yes
      case .no: .no
      case .unknown: .unknown
      }
  }
}
