import GeoTareas
import JSON
import Testing

@Suite("Writes")
struct WriteTests {
  static let samples: [Write] = [
    .complete(result: "sent", capturedData: [], comment: nil),
    .complete(
      result: "a\"b",
      capturedData: [JSONMember("x", .number("0.10")), JSONMember("y", .null), JSONMember("z", .bool(true))],
      comment: "línea\n2"),
    .complete(result: "", capturedData: [], comment: ""), .reassign(to: .user(id: "1"), comment: nil),
    .reassign(to: .group(id: "18446744073709551617"), comment: "por favor"),
  ]

  @Test("a write is read back from the body it is sent with, byte for byte", arguments: samples)
  func roundTrip(write: Write) throws {
    let text = write.body.text
    let read = try #require(Write(endpoint: write.endpoint, body: try json(text)))
    #expect(read == write && read.body.text == text)
    #expect(write.endpoint.isWrite)
  }

  @Test("the body has the page's keys in one order, and only those that are wanted")
  func canonical() {
    #expect(Self.samples[0].body.text == #"{"result_code":"sent"}"#)
    #expect(Self.samples[4].body.text == #"{"assign_to_group_id":"18446744073709551617","comment":"por favor"}"#)
  }

  @Test(
    "what is no write of the endpoint is not read",
    arguments: [
      (Endpoint.complete, "{}"), (.reassign, #"{"result_code":"x"}"#), (.complete, "[]"),
      (.list, #"{"result_code":"x"}"#),
    ])
  func noWrite(endpoint: Endpoint, body: String) throws {
    #expect(Write(endpoint: endpoint, body: try json(body)) == nil)
  }
}
