import Engine
import Foundation
import GeoTareas
import Journal
import Pacing

/// The journal: how long a start takes when it is long, and what commits of several tenants cost together.
struct JournalBenchmark {
  /// Lines of the audit trail: of each effect one before its write and one behind it.
  private static let lines = 1_000_000
  private static let effects = lines / 2
  private static let tenants = 100
  private static let commits = 4_000

  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "capataz-journal-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
  }

  func run() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try await starts()
    try await together()
  }

  private func starts() async throws {
    let path = folder.appending(path: "long").path
    var journal: Journal? = try await open(path)
    let each = Self.effects / Self.tenants
    for tenant in 1...Self.tenants {
      for start in stride(from: 1, through: each, by: 2_000) {
        let numbers = start..<min(start + 2_000, each + 1)
        for state in [Intent.State.armed, .done] {
          try await journal?.commit(numbers.map { .intent(Self.intent($0, of: tenant, state)) }, tenant: "t\(tenant)")
        }
      }
    }
    try await journal?.close()
    let size = try FileManager.default.attributesOfItem(atPath: "\(path)/journal.sqlite")[.size] as? Int ?? 0
    print(
      "a journal with \(Self.lines.written) lines of the audit trail, \((size / 1_000_000).written) MB, which is in the page cache:\n"
    )
    let afterClose = try await timed { journal = try await open(path) }
    let recovered = try await timed { _ = try await journal?.recover(tenant: "t1", asOf: Self.now) }
    // It is let go of as a process that is killed lets go of it.
    journal = nil
    let afterCrash = try await timed { journal = try await open(path) }
    try await journal?.close()
    printTable([
      ["start", "time"],
      ["closed in order before", "\((afterClose * 1_000).written()) ms"],
      ["ended by a crash before", "\((afterCrash * 1_000).written()) ms"],
      ["what a tenant left behind", "\((recovered * 1_000).written(1)) ms"],
    ])
    print("")
  }

  /// Requests of some tenants, each noted before the next one of the same tenant.
  private func together() async throws {
    var rows = [["tenants", "commits", "waits for the disk", "commits a second"]]
    for tenants in [1, 10, 100] {
      let journal = try await open(folder.appending(path: "together-\(tenants)").path)
      let before = await journal.transactionCount
      let time = try await timed {
        try await withThrowingTaskGroup { group in
          for tenant in 0..<tenants {
            group.addTask {
              for number in 1...Self.commits / tenants {
                let entry = RequestEntry(id: Int64(number), endpoint: .list, sent: Self.now, settled: nil)
                try await journal.commit([.requestSent(entry)], tenant: "t\(tenant)")
              }
            }
          }
          try await group.waitForAll()
        }
      }
      let waits = await journal.transactionCount - before
      rows.append([tenants.written, Self.commits.written, waits.written, (Double(Self.commits) / time).written()])
      try await journal.close()
    }
    printTable(rows)
    print("")
  }

  private func open(_ path: String) async throws -> Journal {
    try await Journal.open(directory: path, asOf: Self.now, allowVolatile: true)
  }

  private func timed(_ work: () async throws -> Void) async throws -> Double {
    let start = ContinuousClock.now
    try await work()
    return (ContinuousClock.now - start).seconds
  }

  private static let now = Stamp(
    boot: "benchmark", instant: Instant(nanoseconds: 1_000_000_000_000),
    wall: Date(timeIntervalSince1970: 1_790_000_000))

  /// The latest of them is of today, and there were about fourteen a day.
  private static func intent(_ number: Int, of tenant: Int, _ state: Intent.State) -> Intent {
    let date = now.wall - Double(effects / tenants - number) * 6_000
    return Intent(
      id: "t\(tenant)-\(number)", task: TaskID("674839201748\(tenant)00\(number)"), instance: "8839201748392018",
      episode: 1, write: .complete(result: "sent", capturedData: [], comment: nil), rule: "welcome-mail",
      ruleFingerprint: "f00df00df00df00d",
      precondition: TaskState(status: "PENDING", user: "182736450918273645", group: nil), state: state, attempts: 1,
      doubtfulAttempts: 0, createdAt: date, changedAt: date, note: "accepted by the server")
  }
}
