import Foundation

/// Measures what has to be fast, and prints tables; nothing passes or fails by a time.
@main
enum Benchmarks {
  static func main() throws {
    var tenant = Tenant(seed: 1)
    let tasks = (0..<100_000).map { tenant.task($0) }
    let drafts = (0..<10_000).map { tenant.draft($0) }
    print("100,000 tasks against rules of one to five conditions, one thread, medians of processor time;")
    print("'again' is for texts the session was asked about before, 'new' for texts that were only read;")
    print("every answer of the plain evaluator was compared, on as many tasks as the last column says\n")
    printTable(try MatchingBenchmark(tasks: tasks, drafts: drafts).table())
    print("")
    try LoadingBenchmark(drafts: drafts, tasks: Array(tasks.prefix(100))).run()
    try DecisionBenchmark(tasks: Array(tasks.prefix(10_000)), drafts: drafts).run()
    try PageBenchmark(tasks: Array(tasks.prefix(100)), drafts: drafts).run()
  }
}
