import GeoTareas
import JSON
import Testing

@Suite("Requests as they go out")
struct RequestBuilderTests {
  let builder = RequestBuilder(
    origin: "https://acme.geotareas.com", tenant: "acme.geotareas.com", apiKey: Secret("gtk_key"))

  private func built(_ call: Call) throws -> HTTPRequest {
    try #require(builder.request(for: call, token: Secret("jwt")))
  }

  private func lines(_ request: HTTPRequest) -> [String] {
    request.headers.map { name, value in
      switch value {
      case .plain(let text): "\(name): \(text)"
      case .secret(let secret): "\(name): ~" + secret.withBytes { String(decoding: $0, as: UTF8.self) }
      }
    }
  }

  private func body(_ request: HTTPRequest) -> String? {
    switch request.body {
    case .none: nil
    case .json(let bytes): String(decoding: bytes, as: UTF8.self)
    case .secretJSON(let secret): "~" + secret.withBytes { String(decoding: $0, as: UTF8.self) }
    }
  }

  private static let authenticated = [
    "Authorization: ~Bearer jwt", "X-API-Key: ~gtk_key", "tenant: acme.geotareas.com", "Accept: application/json",
  ]

  @Test("the login carries tenant and content type, a secret body, and no API key")
  func login() {
    let request = builder.login(email: "robot@acme.example", password: Secret("pa\"ss\\wörd"))
    #expect(request.endpoint == .login && request.method == .post)
    #expect(request.url == "https://acme.geotareas.com/apidev/v1/login")
    #expect(
      lines(request) == ["tenant: acme.geotareas.com", "Content-Type: application/json", "Accept: application/json"])
    #expect(body(request) == #"~{"email":"robot@acme.example","password":"pa\"ss\\wörd"}"#)
  }

  @Test(
    "a list call names its page and its filters",
    arguments: [
      (TaskQuery(), 0, "limit=100&offset=0"),
      (TaskQuery(status: "PENDING"), 200, "limit=100&offset=200&status=PENDING"),
      (TaskQuery(limit: 3), 7, "limit=3&offset=7"),
      (
        TaskQuery(status: "PENDING", entityType: "CUENTA&x"), 0,
        "limit=100&offset=0&status=PENDING&entity_type=CUENTA%26x"
      ),
      (TaskQuery(overdueOnly: true), 0, "limit=100&offset=0&overdue_only=true"),
      (TaskQuery(status: "A&b=c d", overdueOnly: true), 0, "limit=100&offset=0&status=A%26b%3Dc%20d&overdue_only=true"),
    ])
  func list(query: TaskQuery, offset: Int, items: String) throws {
    let request = try built(.list(query, offset: offset))
    #expect(request.url == "https://acme.geotareas.com/apidev/v1/workflow/tasks?" + items)
    #expect(request.method == .get && request.endpoint == .list && lines(request) == Self.authenticated)
    #expect(body(request) == nil)
  }

  @Test("a task's id is one segment of the path")
  func detail() throws {
    let request = try built(.detail(TaskID("a/../b?c")))
    #expect(request.url == "https://acme.geotareas.com/apidev/v1/workflow/tasks/a%2F..%2Fb%3Fc")
    #expect(request.method == .get && request.endpoint == .detail && lines(request) == Self.authenticated)
  }

  @Test("a completion goes to the task's address with its body")
  func complete() throws {
    let write = Write.complete(result: "sent", capturedData: [JSONMember("n", .number("1.50"))], comment: "ok")
    let request = try built(.write(TaskID("7"), write))
    #expect(request.url == "https://acme.geotareas.com/apidev/v1/workflow/tasks/7/complete")
    #expect(request.method == .post && request.endpoint == .complete)
    #expect(lines(request) == Self.authenticated + ["Content-Type: application/json"])
    #expect(body(request) == #"{"result_code":"sent","captured_data":{"n":1.50},"comment":"ok"}"#)
  }

  @Test("a reassignment names just one recipient")
  func reassign() throws {
    let request = try built(.write(TaskID("7"), .reassign(to: .group(id: "9"), comment: nil)))
    #expect(request.url == "https://acme.geotareas.com/apidev/v1/workflow/tasks/7/reassign")
    #expect(request.endpoint == .reassign && body(request) == #"{"assign_to_group_id":"9"}"#)
  }

  @Test("no request is made with an id that cannot stand in a path, nor a login without its credentials")
  func impossible() {
    for id in ["", ".", "..", "a\r\nb"] {
      #expect(builder.request(for: .detail(TaskID(id)), token: Secret("t")) == nil)
      let write = Write.reassign(to: .user(id: "1"), comment: nil)
      #expect(builder.request(for: .write(TaskID(id), write), token: Secret("t")) == nil)
    }
    #expect(builder.request(for: .login, token: Secret("t")) == nil)
  }
}
