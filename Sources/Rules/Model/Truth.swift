/// The answer to a condition in Kleene's three-valued logic.
package enum Truth: String, Sendable, Equatable, CaseIterable {
  case no, unknown, yes

  package init(_ value: Bool) { self = value ? .yes : .no }

  /// False if either is false, true if both are, else unknown.
  package func and(_ other: Truth) -> Truth {
    if self == .no || other == .no { return .no }
    return self == .yes && other == .yes ? .yes : .unknown
  }

  /// True if either is true, false if both are, else unknown.
  package func or(_ other: Truth) -> Truth {
    if self == .yes || other == .yes { return .yes }
    return self == .no && other == .no ? .no : .unknown
  }

  /// The opposite; unknown stays unknown.
  package var negated: Truth {
    switch self {
    case .yes: .no
    case .no: .yes
    case .unknown: .unknown
    }
  }
}
