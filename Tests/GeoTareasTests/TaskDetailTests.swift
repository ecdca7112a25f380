import GeoTareas
import JSON
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
    let step = try #require(detail.previousSteps?.first)
    #expect(detail.previousSteps?.count == 1)
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
      #expect(TaskDetail(try json(detail.json.text)) == detail)
    }
    for odd in Self.oddSteps { #expect(TaskDetail(try json(try detail(odd).json.text)) == (try detail(odd))) }
  }

  /// What is odd about `previous_steps_data`.
  static let oddSteps =
    ["null", "{}", #""none""#, #""\ud83d""#, "7", "[null]", "[[]]", #"["x"]"#, #"[{"result":"x"}]"#].map {
      "\"previous_steps_data\":\($0)"
    } + ["\"x\":0", #""previous_steps_data":[],"previous_steps_data":[]"#]
    + [
      "null", "7", #""Review\ud83d""#, #""a","step_name":"b""#,
    ].map { #""previous_steps_data":[{"step_name":\#($0),"captured_data":{}}]"# }
    + [
      "null", #""{}""#, #"[{"name":"a","value":1}]"#, #"{"a":"\ud83d"}"#, #"{"a":1,"a":1}"#, #"{"a\u0000":1}"#, "NaN",
      #"{"a":01,"b":{"c":"\ud83d"}}"#,
    ].map { #""previous_steps_data":[{"step_name":"Review","result":"x","captured_data":\#($0)}]"# }
    + [
      #""previous_steps_data":[{"step_name":"Review"}]"#,
      #""fields":[{"name":"a","type":"text","required":true}]"#,
      #""fields":[{"name":"a","type":"text","value":"\ud83d"}]"#, #""status":"\ud83d","entity":"\u0000""#,
    ]

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
    #expect(detail.fields?.first?.required == true && detail.fields?.first?.value == .unreadable)
    #expect(detail.availableResults?.first?.label == "x")
  }

  @Test("an empty form and an empty list of steps are known to be empty")
  func empty() throws {
    let detail = try detail(#""fields":[],"available_results":[],"previous_steps_data":[]"#)
    #expect(detail.fields == [] && detail.availableResults == [] && detail.previousSteps == [])
  }

  @Test("a list of steps that is none is not known; a step without a name, or without data, is known to be there")
  func oddlyEmpty() throws {
    for odd in ["null", "{}", #""none""#, #""\ud83d""#] {
      #expect(try detail("\"previous_steps_data\":\(odd)").previousSteps == nil)
    }
    #expect(try detail("\"x\":0").previousSteps == nil)
    let steps = try #require(
      try detail(#""previous_steps_data":[{"result":"x"},{"step_name":"s"},null,{"step_name":7,"captured_data":{}}]"#)
        .previousSteps)
    #expect(steps.map(\.stepName) == [nil, "s", nil, nil])
    #expect(steps.map(\.capturedData) == [nil, nil, nil, []] && steps[0].result == "x")
    #expect(steps[1].completedAt == nil && steps[1].result == nil)
  }
}
