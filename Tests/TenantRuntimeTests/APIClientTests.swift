import Daemon
import GeoTareas
import JSON
import Synchronization
import TenantRuntime
import Testing

/// Answers from a list, and keeps what was asked.
private final class ScriptedTransport: Transport {
  private let state: Mutex<(answers: [HTTPResponse], requests: [HTTPRequest])>

  init(_ answers: HTTPResponse...) { state = Mutex((answers, [])) }

  var requests: [HTTPRequest] { state.withLock { $0.requests } }

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let answer = state.withLock { state -> HTTPResponse? in
      state.requests.append(request)
      return state.answers.isEmpty ? nil : state.answers.removeFirst()
    }
    guard let answer else { throw TransportError(kind: .closed, reach: .maybeSent, detail: "no answer is left") }
    return answer
  }
}

extension HTTPRequest {
  /// The value of a header, secrets included.
  fileprivate func value(of name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }.map { header in
      switch header.value {
      case .plain(let text): text
      case .secret(let secret): secret.withBytes { String(decoding: $0, as: UTF8.self) }
      }
    }
  }
}

@Suite struct APIClientTests {
  private static func answer(_ status: Int, _ body: String) -> HTTPResponse {
    HTTPResponse(status: status, headers: [HTTPHeader("Content-Type", "application/json")], body: Array(body.utf8))
  }

  private static func login(_ token: String) -> HTTPResponse {
    answer(200, #"{"success":true,"data":{"authorization":"\#(token)","name":"Robot"},"meta":{}}"#)
  }

  private func gateway(_ transport: ScriptedTransport, token: String? = nil) -> APIClient {
    let login: Credentials.Login =
      token.map { .token(Secret($0)) } ?? .password(email: "robot@acme.example", Secret("pass word"))
    return APIClient(
      transport: transport, origin: "https://acme.example", tenant: "acme.example",
      credentials: Credentials(login: login, apiKey: Secret("key-1")))
  }

  @Test("the token of a login goes with later calls, a newer one replaces it, and none is handed on")
  func token() async throws {
    let empty = Self.answer(200, #"{"success":true,"data":[],"meta":{}}"#)
    let transport = ScriptedTransport(Self.login("t1"), empty, Self.login("t2"), empty)
    let gateway = gateway(transport)
    let task = TaskID("5")
    for expected in ["t1", "t2"] {
      let blanked = try await gateway.perform(.login).get()
      #expect(!String(decoding: blanked.body, as: UTF8.self).contains(expected))
      #expect(Reply(blanked) == .success(status: 200, data: .object([]), meta: .object([])))
      _ = try await gateway.perform(.detail(task)).get()
      #expect(transport.requests.last?.value(of: "Authorization") == "Bearer \(expected)")
      #expect(transport.requests.last?.value(of: "X-API-Key") == "key-1")
      #expect(transport.requests.last?.value(of: "tenant") == "acme.example")
    }
  }

  @Test("a login carries e-mail and password, and neither the API key nor a token")
  func loginRequest() async throws {
    let transport = ScriptedTransport(Self.login("t1"), Self.login("t2"))
    let gateway = gateway(transport)
    _ = await gateway.perform(.login)
    _ = await gateway.perform(.login)
    for request in transport.requests {
      #expect(request.value(of: "X-API-Key") == nil)
      #expect(request.value(of: "Authorization") == nil)
      guard case .secretJSON(let body) = request.body else {
        Issue.record("the body is not marked as secret")
        continue
      }
      #expect(
        body.withBytes { String(decoding: $0, as: UTF8.self) }
          == #"{"email":"robot@acme.example","password":"pass word"}"#)
      #expect(!"\(request)".contains("pass word"))
    }
  }

  @Test(
    "a 2xx to a login that holds no usable token is blanked and is no success",
    arguments: [
      #"{"success":true,"data":{},"meta":{}}"#, #"{"success":true,"data":{"authorization":"a\nb"},"meta":{}}"#,
      #"{"success":true,"data":{"authorization":"leak""#, "<html>leak</html>", "",
    ])
  func unusableLogin(_ body: String) async throws {
    let answer = try await gateway(ScriptedTransport(Self.answer(200, body))).perform(.login).get()
    #expect(answer.body.isEmpty)
    guard case .foreign = Reply(answer) else {
      Issue.record("\(Reply(answer))")
      return
    }
  }

  @Test("a refused login keeps the server's own words")
  func refusedLogin() async throws {
    let refusal = Self.answer(401, #"{"success":false,"error":{"code":"UNAUTHORIZED","message":"Invalid"}}"#)
    let answer = try await gateway(ScriptedTransport(refusal)).perform(.login).get()
    #expect(Reply(answer) == .refusal(status: 401, APIError(code: "UNAUTHORIZED", message: "Invalid")))
  }

  @Test("nothing is sent without a token, and no login with a token given beforehand")
  func notSent() async throws {
    let task = TaskID("5")
    let transport = ScriptedTransport()
    let results = [
      await gateway(transport).perform(.detail(task)), await gateway(transport, token: "given").perform(.login),
    ]
    for result in results {
      let error = #expect(throws: TransportError.self) { try result.get() }
      #expect(error?.reach == .notSent)
    }
    #expect(transport.requests.isEmpty)
  }

  @Test("a token given beforehand goes with the first call")
  func givenToken() async throws {
    let transport = ScriptedTransport(Self.answer(200, #"{"success":true,"data":[],"meta":{}}"#))
    let task = TaskID("5")
    _ = await gateway(transport, token: "given").perform(.detail(task))
    #expect(transport.requests.first?.value(of: "Authorization") == "Bearer given")
  }

  @Test("what the transport says goes through as it is")
  func transportError() async throws {
    let task = TaskID("5")
    let result = await gateway(ScriptedTransport(), token: "given").perform(.detail(task))
    #expect(result == .failure(TransportError(kind: .closed, reach: .maybeSent, detail: "no answer is left")))
  }
}
