import Engine
import Foundation
import GeoTareas
import Records
import Rules

/// A page of a hundred tasks, from the text of the answer to tasks the index can be asked about.
struct PageBenchmark {
  let tasks: [TaskView]
  let drafts: [RuleDraft]

  func run() throws {
    let bytes = TaskPage.written(tasks)
    var session = RuleIndex.Search(RuleIndex(RuleSet(try drafts.map { try $0.rule() })))
    let zone = TimeZone(identifier: "America/Guayaquil") ?? .gmt
    var count = 0
    let decoding = try median(of: 51) { count = try TaskPage(bytes)?.tasks.count ?? 0 }
    guard let page = try TaskPage(bytes) else { return }
    let viewing = median(of: 51) {
      for task in page.tasks { _ = TaskView(task, listedAsOverdue: false, zone: zone) }
    }
    let views = page.tasks.map { TaskView($0, listedAsOverdue: false, zone: zone) }
    let reading = median(of: 51) {
      for view in views { _ = session.read(view) }
    }
    let read = views.map { session.read($0) }
    let matching = median(of: 51) {
      blackHole(session.verdicts(on: read, at: Tenant.now))
    }
    let parts = [
      ("JSON to rows", decoding), ("rows to views", viewing), ("views to numbers", reading),
      ("first match among 10,000", matching),
    ]
    print(
      "a page of \(count) tasks, \(bytes.count) bytes, in microseconds: "
        + parts.map { "\($0) \(($1.seconds * 1e6).written(1))" }.joined(separator: ", "))
  }
}
