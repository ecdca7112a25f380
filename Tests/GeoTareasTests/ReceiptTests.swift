import GeoTareas
import JSON
import Testing

@Suite("Receipts of writes")
struct ReceiptTests {
  let complete = Write.complete(result: "sent", capturedData: [], comment: nil)
  let toUser = Write.reassign(to: .user(id: "182736450918273645"), comment: nil)

  private func data(_ text: String) throws -> JSONValue { try #require(try json(text)["data"]) }

  @Test("the page's examples confirm the writes they answer")
  func vendorExamples() throws {
    let completed = try #require(try Receipt(data(VendorSamples.completed), confirming: complete, of: VendorSamples.id))
    #expect(completed.nextStep == "Review Welcome Package" && completed.taskID == VendorSamples.id)
    let moved = try #require(try Receipt(data(VendorSamples.reassigned), confirming: toUser, of: VendorSamples.id))
    #expect(moved.assignee == "Maria Garcia")
  }

  @Test(
    "an answer that does not confirm just this completion is no receipt",
    arguments: [
      #"{}"#, #"{"task_id":"1"}"#, #"{"task_id":"2","status":"COMPLETED","result":"sent"}"#,
      #"{"status":"COMPLETED","result":"sent"}"#, #"{"task_id":"1","status":"PENDING","result":"sent"}"#,
      #"{"task_id":"1","status":"COMPLETED","result":"failed"}"#, #"{"task_id":"1","status":"COMPLETED","result":7}"#,
      #"{"task_id":"1.0","status":"COMPLETED"}"#, #"[]"#, #"null"#,
    ])
  func notCompleted(body: String) throws {
    #expect(Receipt(try json(body), confirming: complete, of: TaskID("1")) == nil)
  }

  @Test(
    "an answer that does not show the wanted assignee is no receipt",
    arguments: [
      #"{"task_id":"1","assigned_to_user":null}"#, #"{"task_id":"1","assigned_to_user":{"id":"8","name":"x"}}"#,
      #"{"task_id":"1","assigned_to_group":{"id":"9"}}"#, #"{"task_id":"2","assigned_to_user":{"id":"9"}}"#,
    ])
  func notReassigned(body: String) throws {
    #expect(Receipt(try json(body), confirming: .reassign(to: .user(id: "9"), comment: nil), of: TaskID("1")) == nil)
  }

  @Test("a missing result is no contradiction, an id may be a number, a group is a group")
  func lenient() throws {
    let id = TaskID("1")
    #expect(
      Receipt(try json(#"{"task_id":1,"status":"COMPLETED","result":null}"#), confirming: complete, of: id) != nil)
    let group = Write.reassign(to: .group(id: "9"), comment: nil)
    let receipt = Receipt(try json(#"{"task_id":"1","assigned_to_group":{"id":9}}"#), confirming: group, of: id)
    #expect(receipt?.assignee == nil)
  }

  @Test("an answer about another task is told apart from one that names none")
  func otherTask() throws {
    #expect(Receipt.namesAnotherTask(try json(#"{"task_id":"2"}"#), than: TaskID("1")))
    #expect(!Receipt.namesAnotherTask(try json(#"{"task_id":"1"}"#), than: TaskID("1")))
    #expect(!Receipt.namesAnotherTask(try json(#"{"task_id":null}"#), than: TaskID("1")))
    #expect(!Receipt.namesAnotherTask(.null, than: TaskID("1")))
  }
}
