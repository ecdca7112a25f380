/// What is measured of many tenants.
extension TenantsBenchmark {
  /// A company's integrator: many tenants, a tenth of which write all the time.
  private static let company = Load(tenants: 1_000, tasks: 221, rules: 50, writingEvery: 10, minutes: 10)
  /// One tenant with nothing to do.
  private static let idle = Load(tenants: 1, tasks: 20, rules: 10, writingEvery: 0, minutes: 10)
  /// One tenant with a hundred pages, which take their time by the limit of lists.
  private static let large = Load(tenants: 1, tasks: 11_050, rules: 50, writingEvery: 0, minutes: 9)
  /// What grows, each doubled in turn.
  private static let growing = Load(tenants: 100, tasks: 110, rules: 50, writingEvery: 10, minutes: 2)

  static let parts = ["idle", "company", "large", "growth"]

  /// Measures some of ``parts``, and prints one table.
  static func run(_ parts: [String]) throws {
    print(
      "one daemon for many tenants of a local server, polled every \(Int(every)) s; nine in ten generated tasks are")
    print("pending. What start-up costs is left out. A turn is late by what a poll begins after its time\n")
    printTable([header] + (try parts.flatMap { loads(of: $0) }.map { try measure($0).row }))
    print("")
  }

  private static func loads(of part: String) -> [Load] {
    switch part {
    case "idle": return [idle]
    case "company": return [company]
    case "large": return [large]
    default:
      let changes: [WritableKeyPath<Load, Int>] = [\.tenants, \.tasks, \.rules]
      return [growing]
        + changes.flatMap { change in
          [2, 4].map { factor in
            var load = growing
            load[keyPath: change] *= factor
            return load
          }
        }
    }
  }
}
