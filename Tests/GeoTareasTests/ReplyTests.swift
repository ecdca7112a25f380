import GeoTareas
import JSON
import Testing

@Suite("Replies")
struct ReplyTests {
  private func isForeign(_ response: HTTPResponse) -> Bool {
    if case .foreign(response.status, _) = Reply(response) { true } else { false }
  }

  @Test("a success is the API's envelope with 2xx; meta may be missing")
  func success() {
    #expect(
      Reply(response(200, #"{"success":true,"data":[],"meta":{}}"#))
        == .success(status: 200, data: .array([]), meta: .object([])))
    #expect(Reply(response(201, #"{"success":true,"data":null}"#)) == .success(status: 201, data: .null, meta: nil))
  }

  @Test(
    "a refusal is the API's error envelope; data and message may be missing",
    arguments: [
      #"{"success":false,"data":null,"error":{"code":"FORBIDDEN","message":"no"}}"#,
      #"{"success":false,"error":{"message":"no","code":"FORBIDDEN"}}"#,
    ])
  func refusal(body: String) {
    #expect(Reply(response(403, body)) == .refusal(status: 403, APIError(code: "FORBIDDEN", message: "no")))
    #expect(
      Reply(response(500, #"{"success":false,"error":{"code":"X"}}"#))
        == .refusal(status: 500, APIError(code: "X", message: "")))
  }

  @Test(
    "what is not the API's own word proves nothing",
    arguments: [
      (200, "<html>Sign in</html>"), (200, ""), (204, ""), (200, #"{"success":true,"data":[{"id":"1","#),
      (500, #"{"success":true,"data":{}}"#), (302, #"{"success":true,"data":{}}"#),
      (200, #"{"success":false,"error":{"code":"X"}}"#), (200, #"{"data":[]}"#),
      (200, #"{"success":"true","data":[]}"#),
      (200, #"{"success":1,"data":[]}"#), (200, #"{"success":true}"#), (400, #"{"success":false}"#),
      (400, #"{"success":false,"error":"BAD_REQUEST"}"#), (400, #"{"success":false,"error":{"code":400}}"#),
      (401, #"{"error":{"code":"UNAUTHORIZED"}}"#), (200, "[]"), (200, "null"), (100, #"{"success":true,"data":[]}"#),
      (200, #"{"success":true,"success":false,"data":[]}"#), (200, #"{"success":NaN,"data":[]}"#),
      (200, #"{"success":true,"data":"\ud83d"}"#), (200, #"{"success":true,"data":[],"data":[]}"#),
      (200, #"{"success":true,"da\ud83dta":[]}"#), (400, #"{"success":false,"error":{"code":"X\u0000"}}"#),
      (400, #"{"success":false,"error":{"code":"X","code":"X"}}"#), (400, #"{"success":false,"error":01}"#),
    ])
  func foreign(status: Int, body: String) {
    #expect(isForeign(response(status, body)))
  }

  @Test("what cannot be read beside the envelope does not make it another's word")
  func oddBeside() {
    #expect(
      Reply(response(200, #"{"success":true,"data":["\ud83d"],"meta":NaN,"x\u0000":1,"y":1,"y":2}"#))
        == .success(status: 200, data: .array([.unreadable]), meta: .unreadable))
    #expect(
      Reply(response(403, #"{"success":false,"error":{"code":"FORBIDDEN","message":"no\u0000"}}"#))
        == .refusal(status: 403, APIError(code: "FORBIDDEN", message: "")))
  }

  @Test(
    "the content type must say JSON in UTF-8",
    arguments: [
      ("application/json", true), ("Application/JSON; charset=UTF-8", true),
      ("application/json;charset=\"utf-8\"", true),
      ("application/json; charset=utf8; profile=x", true), ("application/json; charset=utf-16", false),
      ("application/json; charset=ISO-8859-1", false), ("text/html", false), ("text/json", false), ("", false),
      ("application/jsonp", false), ("application/problem+json", false), (nil, false),
    ])
  func contentType(type: String?, isGood: Bool) {
    #expect(isForeign(response(200, #"{"success":true,"data":[]}"#, type: type)) == !isGood)
  }

  @Test("header names are compared without regard to case")
  func headerNames() {
    let response = HTTPResponse(
      status: 200, headers: [HTTPHeader("CONTENT-TYPE", "application/json")],
      body: Array(#"{"success":true,"data":1}"#.utf8))
    #expect(!isForeign(response))
    #expect(response.header("content-Type") == "application/json")
    #expect(response.header("X-Other") == nil)
  }

  @Test(
    "a login's token is taken only if it can stand in a header",
    arguments: [
      (VendorSamples.login, "eyJhbGciOiJIUzI1NiJ9.e30.abc"),
      (#"{"data":{"authorization":"Bearer abc"}}"#, "abc"), (#"{"data":{"authorization":""}}"#, nil),
      (#"{"data":{"authorization":"Bearer "}}"#, nil), (#"{"data":{"authorization":"a\r\nX: y"}}"#, nil),
      (#"{"data":{"authorization":"é"}}"#, nil), (#"{"data":{"authorization":7}}"#, nil), (#"{"data":{}}"#, nil),
      (#"{"data":{"authorization":"\#(String(repeating: "a", count: 16_385))"}}"#, nil),
    ])
  func token(body: String, expected: String?) throws {
    let data = try #require(try json(body)["data"])
    let token = Reply.token(data: data)
    #expect(token.map { $0.withBytes { String(decoding: $0, as: UTF8.self) } } == expected)
  }
}
