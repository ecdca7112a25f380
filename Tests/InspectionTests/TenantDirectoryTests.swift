import Daemon
import Foundation
import GeoTareas
import Inspection
import JSON
import Records
import Support
import Testing

@Suite("The directory of a tenant")
struct TenantDirectoryTests {
  @Test("names and ids are learned from the list, each once, with how many tasks they were seen on")
  func learns() throws {
    let snapshot = try SeenTasks.snapshot([
      SeenTasks.json("1", user: SeenTasks.maria), SeenTasks.json("2", user: SeenTasks.maria, group: SeenTasks.sales),
      SeenTasks.json("3", workflow: "Collections", step: "Close"),
    ])
    #expect(
      TenantDirectory(snapshot).lines() == [
        "WORKFLOW     TASKS",
        "Collections  1",
        "Quote        2",
        "",
        "STEP     OF WORKFLOW  TASKS",
        "Close    Collections  1",
        "Approve  Quote        2",
        "",
        "USER          ID                    TASKS",
        "Maria Garcia  \"182736450918273645\"  2",
        "",
        "GROUP       ID                    TASKS",
        "Sales Team  \"293847102938471029\"  1",
        "",
        "ENTITY TYPE  TASKS",
        "CUENTA       3",
      ])
  }

  @Test("a detail adds the results and form fields of its step")
  func learnsForms() throws {
    let snapshot = try SeenTasks.snapshot([SeenTasks.json("1", more: SeenTasks.detail)])
    let entries = TenantDirectory(snapshot).entries
    #expect(entries.filter { $0.kind == .result }.map(\.name) == ["approved", "rejected"])
    let field = try #require(entries.first { $0.kind == .field })
    #expect(field.name == "amount")
    #expect(field.remark == "number, required")
    #expect(field.scope == ["Quote", "Approve"])
  }

  @Test(
    "a form that the daemon has kept is listed with the day on which it was seen, and a later detail goes before it")
  func keptForms() throws {
    var snapshot = try SeenTasks.snapshot([SeenTasks.json("1")])
    let form = try #require(try SeenTasks.form())
    #expect(
      TenantDirectory(snapshot).unknownForms
        == "the form of step 'Approve' of 'Quote' is not known yet; the daemon learns them by and by")
    snapshot.forms = [form]
    #expect(TenantDirectory(snapshot).unknownForms == nil)
    let several = try SeenTasks.snapshot(["Check", "Approve", "Send"].map { SeenTasks.json($0, step: $0) })
    #expect(
      TenantDirectory(several).unknownForms
        == "the forms of step 'Approve' of 'Quote' and of 2 other steps are not known yet; the daemon learns them by and by"
    )
    let lines = TenantDirectory(snapshot).lines()
    #expect(lines.contains("RESULT    LABEL     OF STEP  OF WORKFLOW  SEEN"), "\(lines)")
    #expect(lines.contains("approved  Approved  Approve  Quote        2026-03-09"), "\(lines)")
    #expect(lines.contains("amount      number, required  Approve  Quote        2026-03-09"), "\(lines)")
    let json = try #require(TenantDirectory(snapshot).jsonLines(tenant: "acme").last)
    #expect(
      json.hasSuffix(
        #""remark":"date, required","first_seen":"2026-03-08T17:00:00Z","last_seen":"2026-03-09T17:00:00Z"}"#),
      "\(json)")
    var later = try SeenTasks.snapshot([SeenTasks.json("1", more: SeenTasks.detail)])
    later.forms = [form]
    let known = try #require(TenantDirectory(later).forms[form.form.step])
    #expect(known.form.results?.map(\.code) == ["approved", "rejected"] && known.task == TaskID("1"))
    #expect(known.firstSeen == form.firstSeen && known.lastSeen == SeenTasks.noon)
  }

  @Test("without tasks there is nothing, not even headings")
  func empty() throws {
    #expect(TenantDirectory(try SeenTasks.snapshot([])).lines().isEmpty)
  }

  @Test("every JSON line has the same keys in front")
  func stableKeys() throws {
    let snapshot = try SeenTasks.snapshot([SeenTasks.json("1", user: SeenTasks.maria, more: SeenTasks.detail)])
    let lines = TenantDirectory(snapshot).jsonLines(tenant: "acme")
    for line in lines {
      let keys = try #require(try JSONReader.read(Array(line.utf8)).members).map(\.key)
      #expect(keys.prefix(7) == ["tenant", "kind", "name", "id", "workflow", "step", "tasks"])
    }
    #expect(!lines.isEmpty)
  }

  @Test("a name that would drive the terminal is shown escaped")
  func hostileName() throws {
    let snapshot = try SeenTasks.snapshot([SeenTasks.json("1", user: #"{"id": "5", "name": "\u001b[2Jx\u202e"}"#)])
    let text = TenantDirectory(snapshot).lines().joined(separator: "\n")
    #expect(!text.unicodeScalars.contains("\u{1B}"))
    #expect(!text.unicodeScalars.contains("\u{202E}"))
  }
}
