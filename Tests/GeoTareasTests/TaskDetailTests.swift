import GeoTareas
import Testing

@Suite("Task detail")
struct TaskDetailTests {
  private func detail(_ fields: String) throws -> TaskDetail {
    try #require(TaskDetail(try json(#"{"id":"1","instance_id":"2",\#(fields)}"#)))
  }

  @Test("the page's example is read whole")
  func vendorExample() throws {
    let data = try #require(try json(VendorSamples.detail)["data"])
    let detail = try #require(TaskDetail(data))
    #expect(detail.task.id == VendorSamples.id)
    #expect(detail.task.stepName == .value("Send Welcome Email"))
    #expect(detail.availableResults?.map(\.code) == ["sent", "failed"])
    #expect(detail.availableResults?.map(\.label) == ["Email Sent", "Email Failed"])
    #expect(detail.fields?.map(\.name) == ["email_address", "template"])
    #expect(detail.fields?.map(\.type) == ["text", "select"])
    #expect(detail.fields?.allSatisfy { $0.required && $0.value.isNull } == true)
    let step = try #require(detail.previousSteps.first)
    #expect(detail.previousSteps.count == 1)
    #expect(step.stepName == "Verify Contact Information" && step.completedBy == "jdoe" && step.result == "approved")
    #expect(step.completedAt?.description == "2026-03-15T11:30:00")
    #expect(
      step.capturedData == [JSONMember("contact_verified", .bool(true)), JSONMember("phone_confirmed", .bool(true))])
  }

  @Test("a detail that is written out and read again is the same")
  func roundTrip() throws {
    let data = try #require(try json(VendorSamples.detail)["data"])
    let vendor = try #require(TaskDetail(data))
    for detail in [vendor, try detail(#""status":"PENDING""#), try detail(#""fields":[],"available_results":[]"#)] {
      #expect(TaskDetail(try JSONReader.read(Array(detail.json.text.utf8))) == detail)
    }
  }

  @Test(
    "a form known in part is not known",
    arguments: [
      #""x":0"#, #""fields":null,"available_results":null"#,
      #""fields":[{"name":"a","type":"text"},{"name":"b"}],"available_results":[{"code":"x"},{"label":"y"}]"#,
      #""fields":{},"available_results":"sent""#, #""fields":[7],"available_results":[7]"#,
    ])
  func partial(fields: String) throws {
    let detail = try detail(fields)
    #expect(detail.fields == nil && detail.availableResults == nil)
  }

  @Test("a flag that cannot be read counts as required, a label that is missing is the code")
  func defaults() throws {
    let detail = try detail(
      #""fields":[{"name":"a","type":"text","required":"no"}],"available_results":[{"code":"x"}]"#)
    #expect(detail.fields?.first?.required == true && detail.fields?.first?.value == .null)
    #expect(detail.availableResults?.first?.label == "x")
  }

  @Test("an empty form is known to be empty; a previous step without a name is left out")
  func empty() throws {
    let detail = try detail(
      #""fields":[],"available_results":[],"previous_steps_data":[{"result":"x"},{"step_name":"s"}]"#)
    #expect(detail.fields == [] && detail.availableResults == [])
    #expect(detail.previousSteps.map(\.stepName) == ["s"])
    #expect(detail.previousSteps.first?.capturedData == [] && detail.previousSteps.first?.completedAt == nil)
  }
}
