import GeoTareas
import JSON
import Rules
import Testing

@Suite("Contract 3: text")
struct Contract3TextTests {
  /// Each key with a task that holds a text there, and how the text is written.
  static let keys: [(key: String, task: APITask, text: String)] = [
    ("workflow", APITask().with("workflow_name", "Send it"), "Send it"),
    ("step", APITask().with("step_name", "Send it"), "Send it"),
    ("entity_type", APITask().entity("type", "Send it"), "Send it"),
    ("entity_id", APITask().entity("id", "738291047382910473"), "\"738291047382910473\""),
    ("entity_label", APITask().entity("label", "Send it"), "Send it"),
    ("status", APITask(), "PENDING"),
    ("assigned_user", APITask().held(by: "Send it"), "Send it"),
    ("assigned_group", APITask().held(by: "Send it", as: "assigned_to_group"), "Send it"),
  ]

  @Test("text: exact", arguments: keys)
  func exact(key: String, task: APITask, text: String) throws {
    #expect(try truth("{ \(key): \(text) }", task) == .yes)
    let other = key == "status" ? "COMPLETED" : key == "entity_id" ? "\"73829104738291047\"" : "Send"
    #expect(try truth("{ \(key): \(other) }", task) == .no)
    #expect(try truth("{ \(key): [\(other), \(text)] }", task) == .yes)
  }

  @Test("{ like: … } (glob) and { matches: … }", arguments: keys)
  func patterns(key: String, task: APITask, text: String) throws {
    let start = String(text.drop { $0 == "\"" }.prefix(4))
    #expect(try truth("{ \(key): { like: \"\(start)*\" } }", task) == .yes)
    #expect(try truth("{ \(key): { like: \"\(start)\" } }", task) == .no)
    #expect(try truth("{ \(key): { matches: \"^\(start)\" } }", task) == .yes)
    #expect(try truth("{ \(key): { matches: \"\(start)$\" } }", task) == .no)
  }

  @Test("{ not: … }", arguments: keys)
  func not(key: String, task: APITask, text: String) throws {
    #expect(try truth("{ \(key): { not: \(text) } }", task) == .no)
    #expect(try truth("{ \(key): { not: { like: \"*\" } } }", task) == .no)
    #expect(try truth("{ \(key): { not: { matches: \"^#\" } } }", task) == .yes)
    let others = key == "status" ? "[COMPLETED, IN_PROGRESS]" : "[\"1\", \"2\"]"
    #expect(try truth("{ \(key): { not: \(others) } }", task) == .yes)
  }

  @Test("Unicode NFC, case-sensitive")
  func unicode() throws {
    let composed = APITask().with("step_name", "Verificaci\u{f3}n")
    let decomposed = APITask().with("step_name", "Verificacio\u{301}n")
    for task in [composed, decomposed] {
      for text in ["Verificaci\u{f3}n", "Verificacio\u{301}n", "{ like: \"Verificaci?n\" }"] {
        #expect(try truth("{ step: \(text) }", task) == .yes)
      }
      #expect(try truth("{ step: Verificacion }", task) == .no)
      #expect(try truth("{ step: verificaci\u{f3}n }", task) == .no)
    }
    #expect(try truth("{ step: { like: \"appr*\" } }") == .no)
    #expect(try truth("{ step: { matches: \"^appr\" } }") == .no)
    #expect(try truth("{ step: { matches: \"(?i)^appr\" } }") == .yes)
    #expect(try truth("{ step: \"Approve \" }") == .no)
  }

  @Test("a regex is bounded: one that takes too long is unknown")
  func bounded() throws {
    let task = APITask().entity("label", .string(String(repeating: "a", count: 4_000) + "!"))
    #expect(try truth("{ entity_label: { matches: \"^(a+)+(a+)+(a+)+$\" } }", task) == .unknown)
    #expect(try truth("{ entity_label: { not: { matches: \"^(a+)+(a+)+(a+)+$\" } } }", task) == .unknown)
    #expect(try mistakes(when: "{ step: { matches: \"(\" } }").count == 1)
  }

  @Test("assignees by name, or { id: \"…\" }", arguments: ["assigned_to_user", "assigned_to_group"])
  func assignees(key: String) throws {
    let word = key == "assigned_to_user" ? "assigned_user" : "assigned_group"
    let task = APITask().held(by: "Ana", id: "104233445566778899", as: key)
    #expect(try truth("{ \(word): Ana }", task) == .yes)
    #expect(try truth("{ \(word): { id: \"104233445566778899\" } }", task) == .yes)
    #expect(try truth("{ \(word): { id: \"104233445566778898\" } }", task) == .no)
    #expect(try truth("{ \(word): { id: [\"1\", \"104233445566778899\"] } }", task) == .yes)
    #expect(try truth("{ \(word): { not: { id: \"1\" } } }", task) == .yes)
    #expect(try truth("{ \(word): [Luis, { id: \"104233445566778899\" }] }", task) == .yes)
    #expect(try truth("{ \(word): \"104233445566778899\" }", task) == .no)
    // The same name in the other key is nobody's.
    #expect(try truth("{ \(word): Ana }", APITask()) == .no)
    #expect(try mistakes(when: "{ \(word): { id: 104233445566778899 } }").count == 1)
  }
}
