import Daemon
import Engine
import Inspection
import Records
import RuleFiles
import Rules
import Support
import TenantRuntime
import Testing

@Suite("What a reload changes")
struct RuleChangesTests {
  private static let a = SeenTasks.rule("a", [.workflow: "Quote"])
  private static let b = SeenTasks.rule("b", [.step: "Send"])
  private static let c = SeenTasks.rule("c", [.step: "Close"])

  private func changes(_ old: [Rule], _ new: [Rule]) -> RuleChanges {
    RuleChanges(from: RuleSet(old), to: RuleSet(new))
  }

  @Test("is told by the rules' ids, in the order they are tried")
  func ids() {
    var other = Self.b
    other.fingerprint = "another"
    let changes = changes([Self.a, Self.b], [Self.c, other, SeenTasks.rule("d", [:])])
    #expect(changes.added == ["c", "d"])
    #expect(changes.removed == ["a"])
    #expect(changes.changed == ["b"])
    #expect(!changes.reordered && !changes.isEmpty)
  }

  @Test("is nothing for words and places, and another order is told")
  func sameMeaning() {
    var moved = Self.a
    moved.title = "another title"
    moved.source.line = 99
    #expect(changes([Self.a, Self.b], [moved, Self.b]).isEmpty)
    let swapped = changes([Self.a, Self.b], [Self.b, Self.c, Self.a])
    #expect(swapped.reordered)
    #expect(swapped.added == ["c"] && swapped.changed.isEmpty)
  }

  private func outlook(_ tasks: [String], _ old: [Rule], _ new: [Rule]) throws -> ReloadOutlook {
    let snapshot = try SeenTasks.snapshot(tasks)
    return ReloadOutlook(
      of: snapshot.listing, from: (snapshot.tenant, RuleSet(old)), to: (snapshot.tenant, RuleSet(new)),
      at: SeenTasks.noon)
  }

  private static let tasks = [
    SeenTasks.json("1"), SeenTasks.json("2", step: "Send"), SeenTasks.json("3", workflow: "Other", step: "Close"),
  ]

  @Test("for tasks is another rule, another stage or another action, not another condition that takes the same task")
  func differing() throws {
    #expect(try outlook(Self.tasks, [Self.a], [Self.b, Self.a]).differing == 1)
    #expect(try outlook(Self.tasks, [Self.a], []).differing == 2)
    var shadow = Self.a
    shadow.stage = .shadow
    shadow.fingerprint = "shadow"
    #expect(try outlook(Self.tasks, [Self.a], [shadow]).differing == 2)
    let narrower = SeenTasks.rule("a", [.workflow: "Quote", .step: "Send"])
    var same = narrower
    same.fingerprint = "narrower"
    #expect(try outlook(Self.tasks, [Self.a], [same]).differing == 1)
    let none = try outlook(Self.tasks, [Self.a], [Self.a])
    #expect(none.tasks == 3 && none.differing == 0 && none.unclear == 0)
  }

  @Test("is not claimed for tasks that only a detail decides about, which was not read")
  func unclear() throws {
    var detailed = Self.b
    detailed.when = .all([.test(.text(.step, .equals("Send"))), .test(.resultAvailable(["sent"]))])
    detailed.fingerprint = "detailed"
    let outlook = try outlook(Self.tasks, [Self.a], [detailed, Self.a])
    #expect(outlook.differing == 0)
    #expect(outlook.unclear == 1)
    #expect(outlook.tasks == 3)
  }
}
