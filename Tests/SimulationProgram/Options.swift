import ArgumentParser
import Simulation

/// A range of seeds as it is written: `7` or `0..99`.
struct SeedRange: ExpressibleByArgument {
  var range: ClosedRange<UInt64>

  var count: UInt64 { (range.upperBound - range.lowerBound).addingReportingOverflow(1).partialValue }

  init(_ range: ClosedRange<UInt64>) { self.range = range }

  init?(argument: String) {
    let parts = argument.split(separator: "..", omittingEmptySubsequences: false).map { UInt64($0) }
    guard let first = parts.first ?? nil, let last = parts.last ?? nil, parts.count <= 2, first <= last else {
      return nil
    }
    range = first...last
  }

  var defaultValueDescription: String { "\(range.lowerBound)..\(range.upperBound)" }
}

/// Names of oddities as they are written: `phantoms,hiccup`, or `none`.
struct OddityList: ExpressibleByArgument, CustomStringConvertible {
  var names: Set<Oddity>

  init?(argument: String) {
    names = []
    if argument == "none" { return }
    if argument == "all" {
      names = Set(Oddity.allCases)
      return
    }
    for name in argument.split(separator: ",") {
      guard let oddity = Oddity(rawValue: String(name)) else { return nil }
      names.insert(oddity)
    }
  }

  static var allValueStrings: [String] { ["none", "all"] + Oddity.allCases.map(\.rawValue) }

  var description: String { names.isEmpty ? "none" : names.map(\.rawValue).sorted().joined(separator: ",") }
}

/// Names of invariants as they are written: `vain,named`.
struct InvariantList: ExpressibleByArgument, CustomStringConvertible {
  private static let known = Dictionary(uniqueKeysWithValues: Violation.Invariant.allCases.map { ("\($0)", $0) })

  var names: Set<Violation.Invariant> = []

  init?(argument: String) {
    for name in argument.split(separator: ",") {
      guard let invariant = Self.known[String(name)] else { return nil }
      names.insert(invariant)
    }
  }

  static var allValueStrings: [String] { known.keys.sorted() }

  var description: String { names.map { "\($0)" }.sorted().joined(separator: ",") }
}
