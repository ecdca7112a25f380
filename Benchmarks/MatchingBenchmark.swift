import Rules

/// The first match among many rules: the index beside trying them all.
struct MatchingBenchmark {
  static let sizes = [10, 100, 1_000, 10_000]
  /// Rules tried one by one for one measurement of the plain evaluator, about.
  static let plainTries = 20_000_000

  let tasks: [TaskView]
  let drafts: [RuleDraft]

  func table() throws -> [[String]] {
    var rows = [
      [
        "rules", "again, tasks/s", "new, tasks/s", "plain, tasks/s", "factor", "build ms", "index KiB", "session KiB",
        "read, ns/task", "matched",
        "median place", "compared",
      ]
    ]
    for size in Self.sizes { rows.append(try row(size)) }
    return rows
  }

  private func row(_ size: Int) throws -> [String] {
    let set = RuleSet(try drafts.prefix(size).map { try $0.rule() })
    var index = RuleIndex(set)
    let building = median(of: 5) { index = RuleIndex(set) }
    var session = RuleIndex.Search(index)
    var read: [IndexedTask] = []
    let reading = median(of: 3) {
      session = RuleIndex.Search(index)
      read = tasks.map { session.read($0) }
    }
    let sample = tasks.prefix(max(1_000, min(tasks.count, Self.plainTries / size)))
    let places = try compare(set, &session, sample, read)
    let plain = median(of: 3) {
      for task in sample { blackHole(set.verdict(on: task, at: Tenant.now)) }
    }
    var fresh = RuleIndex.Search(index)
    let freshTasks = tasks.map { fresh.read($0) }
    let first = processorTime(of: {
      blackHole(fresh.verdicts(on: freshTasks, at: Tenant.now))
    })
    let matching = median(of: 9) {
      blackHole(session.verdicts(on: read, at: Tenant.now))
    }
    let rate = Double(tasks.count) / matching.seconds
    let plainRate = Double(sample.count) / plain.seconds
    let matched = places.compactMap { $0 }.sorted()
    return [
      Double(size).written(), rate.written(), (Double(tasks.count) / first.seconds).written(), plainRate.written(),
      (rate / plainRate).written(1),
      (building.seconds * 1e3).written(1), (Double(index.byteCount) / 1_024).written(),
      (Double(session.byteCount) / 1_024).written(),
      (reading.seconds / Double(tasks.count) * 1e9).written(),
      "\((Double(matched.count) / Double(sample.count) * 100).written(1)) %",
      matched.isEmpty ? "-" : Double(matched[matched.count / 2]).written(), Double(sample.count).written(),
    ]
  }

  /// The places of the matches; throws where the two do not say the same.
  private func compare(
    _ set: RuleSet, _ session: inout RuleIndex.Search, _ sample: ArraySlice<TaskView>, _ read: [IndexedTask]
  ) throws -> [Int?] {
    try sample.enumerated().map { place, task in
      let expected = set.verdict(on: task, at: Tenant.now)
      let found = session.verdict(on: read[place], at: Tenant.now)
      guard found == expected else { throw Disagreement(expected: expected, found: found) }
      return expected.match
    }
  }
}

/// The index said something else than the rule set.
struct Disagreement: Error {
  var expected: Verdict
  var found: Verdict
}

/// Takes a value, so that making it is not left out.
@inline(never)
func blackHole<Value>(_ value: Value) {}
