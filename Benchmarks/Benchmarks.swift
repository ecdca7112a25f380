import Foundation

/// Measures what has to be fast, and prints tables; nothing passes or fails by a time.
///
/// With the names of sections as arguments it runs only those: `matching`, `loading`, `deciding`, `page`, `pacing`,
/// `throughput`, `journal`, `report`, `tenants` (or single ones of its parts: `idle`, `company`, `large`, `growth`).
@main
enum Benchmarks {
  static func main() async throws {
    let wanted = Set(CommandLine.arguments.dropFirst())
    func isWanted(_ section: String) -> Bool { wanted.isEmpty || wanted.contains(section) }
    if isWanted("pacing") {
      PacingBenchmark().run()
      print("")
    }
    if isWanted("throughput") { try ThroughputBenchmark().run() }
    if isWanted("journal") { try await JournalBenchmark().run() }
    if isWanted("report") { try await ReportBenchmark().run() }
    let parts = isWanted("tenants") ? TenantsBenchmark.parts : TenantsBenchmark.parts.filter { wanted.contains($0) }
    if !parts.isEmpty { try TenantsBenchmark.run(parts) }
    let processes = TenantsBenchmark.parts + ["tenants", "pacing", "throughput", "journal", "report"]
    guard wanted.isEmpty || !wanted.isSubset(of: processes) else { return }
    var tenant = Tenant(seed: 1)
    let tasks = (0..<100_000).map { tenant.task($0) }
    let drafts = (0..<10_000).map { tenant.draft($0) }
    if isWanted("matching") {
      print("100,000 tasks against rules of one to five conditions, one thread, medians of processor time;")
      print("'again' is for texts the session was asked about before, 'new' for texts that were only read;")
      print("every answer of the plain evaluator was compared, on as many tasks as the last column says\n")
      printTable(try MatchingBenchmark(tasks: tasks, drafts: drafts).table())
      print("")
    }
    if isWanted("loading") { try LoadingBenchmark(drafts: drafts, tasks: Array(tasks.prefix(100))).run() }
    if isWanted("deciding") { try DecisionBenchmark(tasks: Array(tasks.prefix(10_000)), drafts: drafts).run() }
    if isWanted("page") { try PageBenchmark(tasks: Array(tasks.prefix(100)), drafts: drafts).run() }
  }
}
