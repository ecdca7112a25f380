import GeoTareas
import Journal
import Records
import Testing

/// What several tenants write at the same time.
@Suite struct GroupCommitTests {
  private static let count = 200

  private static func records(_ number: Int) -> [JournalEntry] { [.requestSent(.sample(Int64(number)))] }

  @Test("commits of many tenants share transactions, and each is there when its call returns")
  func together() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    let reader = try folder.reader()
    let before = await journal.transactionCount
    try await withThrowingTaskGroup { group in
      for number in 0..<Self.count {
        group.addTask {
          try await journal.commit(Self.records(1), tenant: "t\(number)")
          return number
        }
      }
      for try await number in group { #expect(try reader.requests(tenant: "t\(number)").count == 1) }
    }
    // The first goes by itself; while it waits for the disk the others gather.
    #expect(await journal.transactionCount - before < Self.count / 2)
    try await journal.close()
  }

  @Test("what is refused of one call is not of the others, and nothing of it stays")
  func refused() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    try await withThrowingTaskGroup { group in
      for number in 0..<Self.count {
        group.addTask {
          // Every other tenant's second record is of another tenant's intent, which the journal does not take.
          let isWrong = number % 2 == 1
          let records: [JournalEntry] = Self.records(1) + (isWrong ? [.intent(.sample(1, task: "4711"))] : [])
          guard isWrong else { return try await journal.commit(records, tenant: "t\(number)") }
          await #expect(throws: JournalError.self) { try await journal.commit(records, tenant: "t\(number)") }
        }
      }
      try await group.waitForAll()
    }
    let reader = try folder.reader()
    for number in 0..<Self.count {
      #expect(try reader.requests(tenant: "t\(number)").count == (number % 2 == 1 ? 0 : 1), "tenant \(number)")
    }
    try await journal.close()
  }

  @Test("after the end of the journal every call that waits is told so")
  func closed() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    try await journal.close()
    await withTaskGroup { group in
      for number in 0..<20 {
        group.addTask {
          await #expect(throws: JournalError.closed) { try await journal.commit(Self.records(1), tenant: "t\(number)") }
        }
      }
    }
  }
}
