import Foundation
import RuleFiles
import Rules
import YAML

/// 10,000 rules from a folder of a hundred files.
struct LoadingBenchmark {
  let drafts: [RuleDraft]
  let tasks: [TaskView]

  func run() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "capataz-benchmark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for start in stride(from: 0, to: drafts.count, by: 100) {
      let text = "schema: 1\nrules:\n" + drafts[start..<min(start + 100, drafts.count)].map(\.yaml).joined()
      try Data(text.utf8).write(to: folder.appending(path: "\(10_000 + start).yaml"))
    }
    var loaded = RuleSetLoader().load([folder.path])
    let time = median(of: 5) { loaded = RuleSetLoader().load([folder.path]) }
    guard let set = loaded.value else {
      print(
        "loading: not measured, as this version cannot load the rules: \(loaded.diagnostics.first { $0.severity == .error }?.message ?? "")"
      )
      return
    }
    let direct = RuleSet(try drafts.map { try $0.rule() })
    let same = tasks.allSatisfy { direct.verdict(on: $0, at: Tenant.now) == set.verdict(on: $0, at: Tenant.now) }
    print(
      "loading \(set.rules.count) rules from 100 files: \((time.seconds * 1e3).written(1)) ms\(same ? "" : ", which are NOT THE SAME")"
    )
  }
}
