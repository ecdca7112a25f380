import Sandbox
import Testing

/// What is checked before validation, and in which order.
@Suite struct CheckOrderTests {
  @Test("an error has the documented envelope, and its code belongs to its status")
  func envelope() throws {
    var probe = Probe()
    let answer = probe.detail("1")
    #expect(answer.status == 404)
    #expect(answer.json?.members?.map(\.name) == ["data", "error", "success"])
    #expect(answer.json?["success"]?.bool == false)
    #expect(answer.data == .null)
    #expect(answer.code == "NOT_FOUND")
    #expect(answer.header("Content-Type") == "application/json")
  }

  @Test("every answer carries limit, remaining, reset, request id and date, and no Retry-After unless it is 429")
  func headers() {
    var probe = Probe()
    let answers = [probe.list(), probe.list("limit=0"), probe.get("/apidev/v1/nothing"), probe.complete("1")]
    for answer in answers {
      for name in ["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "X-Request-Id", "Date"] {
        #expect(answer.header(name) != nil, "\(name)")
      }
      #expect(answer.header("Retry-After") == nil)
    }
    #expect(Set(answers.compactMap { $0.header("X-Request-Id") }).count == answers.count)
    #expect(answers[0].header("Date") == "Sun, 15 Mar 2026 16:30:01 GMT")
  }

  @Test(
    "a method or path that is not documented is 404 NOT_FOUND",
    arguments: [
      ("GET", "/"), ("GET", "/apidev/v1/login"), ("POST", "/apidev/v1/workflow/tasks"),
      ("DELETE", "/apidev/v1/workflow/tasks/674839201748392018"), ("GET", "/apidev/v1/workflow/tasks/"),
      ("GET", "/apidev/v2/workflow/tasks"), ("GET", "/apidev/v1/workflow/tasks/674839201748392018/complete"),
      ("PUT", "/apidev/v1/workflow/tasks/674839201748392018/reassign"), ("GET", "/apidev/v1/workflow/tasks/1/2/3"),
      ("GET", "/_sandbox/nothing"), ("get", "/apidev/v1/workflow/tasks"),
    ])
  func unknownPath(method: String, path: String) {
    var probe = Probe()
    let answer = probe.send(method, path)
    #expect(answer.status == 404)
    #expect(answer.code == "NOT_FOUND")
  }

  @Test("a missing or empty tenant header is 400 BAD_REQUEST, even without a token")
  func tenantHeader() {
    var probe = Probe(loggedIn: false)
    #expect(probe.send("GET", Probe.tasks, without: "tenant").code == "BAD_REQUEST")
    #expect(probe.send("GET", Probe.tasks, with: ["tenant": " "]).code == "BAD_REQUEST")
    #expect(probe.send("GET", Probe.tasks).code == "UNAUTHORIZED")
  }

  @Test(
    "a POST whose content type is not JSON is 400 BAD_REQUEST",
    arguments: [nil, "text/plain", "application/json-patch", "application/x-www-form-urlencoded", ";"])
  func contentType(type: String?) {
    var probe = Probe()
    let path = "\(Probe.tasks)/\(Probe.welcome)/complete"
    let answer = probe.send(
      "POST", path, body: Array(Probe.goodForm.text.utf8), without: type == nil ? "Content-Type" : "",
      with: type.map { ["Content-Type": $0] } ?? [:])
    #expect(answer.code == "BAD_REQUEST")
    #expect(probe.tenant.history.isEmpty)
  }

  @Test("a content type may carry a character set")
  func contentTypeParameter() {
    var probe = Probe()
    let answer = probe.send(
      "POST", "\(Probe.tasks)/\(Probe.welcome)/complete", body: Array(Probe.goodForm.text.utf8),
      with: ["Content-Type": "Application/JSON; charset=utf-8"])
    #expect(answer.status == 200)
  }

  @Test(
    "a body that is not JSON is 400 BAD_REQUEST",
    arguments: [
      "", "{", "{'a':1}", "[1 2]", "nul", "{\"a\":01}", "{\"a\":1}x", "\"\u{1}\"",
      "\"\\ud800\"", String(repeating: "[", count: 100_000),
    ])
  func brokenBody(text: String) {
    var probe = Probe()
    let answer = probe.send("POST", "\(Probe.tasks)/\(Probe.welcome)/complete", body: Array(text.utf8))
    #expect(answer.status == 400)
    #expect(answer.code == "BAD_REQUEST")
  }

  @Test("bytes that are not UTF-8 are 400 BAD_REQUEST")
  func brokenBytes() {
    var probe = Probe()
    let answer = probe.send("POST", "/apidev/v1/login", body: [0x22, 0xff, 0xfe, 0x22])
    #expect(answer.code == "BAD_REQUEST")
  }

  @Test("a token, an API key or both that are missing or wrong are 401 UNAUTHORIZED")
  func authentication() {
    var probe = Probe()
    let wrong = [
      probe.send("GET", Probe.tasks, without: "Authorization"), probe.send("GET", Probe.tasks, without: "X-API-Key"),
      probe.send("GET", Probe.tasks, with: ["Authorization": "Bearer x.y.z"]),
      probe.send("GET", Probe.tasks, with: ["Authorization": probe.token]),
      probe.send("GET", Probe.tasks, with: ["X-API-Key": "gtk_other"]),
    ]
    for answer in wrong {
      #expect(answer.status == 401)
      #expect(answer.code == "UNAUTHORIZED")
    }
    #expect(probe.list().status == 200)
  }

  @Test("with one tenant set, another one is 401 and cannot log in")
  func otherTenant() {
    var probe = Probe { $0.tenant = "acme.geotareas.com" }
    #expect(probe.list().status == 200)
    probe.headers["tenant"] = "other.geotareas.com"
    #expect(probe.list("limit=3").code == "UNAUTHORIZED")
    #expect(probe.logIn().code == "UNAUTHORIZED")
  }

  @Test("a user who may only read is refused a write with 403 FORBIDDEN, before validation")
  func permission() {
    var probe = Probe()
    probe.logIn(email: "reader@acme.example")
    #expect(probe.list().status == 200)
    #expect(probe.complete(Probe.welcome, [:]).code == "FORBIDDEN")
    #expect(probe.reassign().status == 403)
    #expect(probe.tenant.history.isEmpty)
  }

  @Test("the limiter comes before authentication, and validation after it")
  func limiterFirst() {
    var probe = Probe(loggedIn: false)
    for _ in 0..<30 { #expect(probe.list("limit=0").code == "UNAUTHORIZED") }
    #expect(probe.list("limit=0").code == "RATE_LIMITED")
    #expect(probe.send("GET", Probe.tasks, without: "tenant").code == "BAD_REQUEST")
  }
}
