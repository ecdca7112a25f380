import Simulation

/// Many seeds at once: hands them out in their order, and stops at the first that breaks something.
struct Campaign {
  /// What came of some seeds that follow each other.
  private struct Part: Sendable {
    var coverage = Coverage()
    var failure: Failure?
  }

  /// A seed that broke an invariant.
  struct Failure: Error {
    var seed: UInt64
    var violations: [Violation]
  }

  /// Few enough that no thread is left alone with a long rest.
  private static let partLength: UInt64 = 8

  let seeds: ClosedRange<UInt64>
  let length: Duration
  let conditions: Conditions
  let jobs: Int

  /// Runs all seeds, whichever thread does which.
  ///
  /// - Parameter progress: Is told how many worlds have ended.
  /// - Throws: The ``Failure`` with the lowest seed.
  func run(progress: (Int) -> Void) async throws -> Coverage {
    var next: UInt64? = seeds.lowerBound
    var failures: [Failure] = []
    var coverage = Coverage()
    await withTaskGroup(of: Part.self) { group in
      for _ in 0..<jobs { begin(&next, in: &group) }
      for await part in group {
        coverage.take(part.coverage)
        progress(coverage.worlds)
        if let failure = part.failure { failures.append(failure) }
        // Lower seeds were all begun before.
        if failures.isEmpty { begin(&next, in: &group) }
      }
    }
    if let first = failures.min(by: { $0.seed < $1.seed }) { throw first }
    return coverage
  }

  private func begin(_ next: inout UInt64?, in group: inout TaskGroup<Part>) {
    guard let first = next else { return }
    let last = min(seeds.upperBound, first.addingReportingOverflow(Self.partLength - 1).partialValue)
    next = last < seeds.upperBound ? last + 1 : nil
    let (length, conditions) = (length, conditions)
    group.addTask {
      var part = Part()
      for seed in first...max(first, last) {
        var house = SimulatedHouse(seed: seed, length: length, conditions: conditions)
        let violations = house.run()
        part.coverage.take(house)
        guard violations.isEmpty else {
          part.failure = Failure(seed: seed, violations: violations)
          break
        }
      }
      return part
    }
  }
}
