import Engine
import GeoTareas
import JSON
import Log
import Records
import Simulation
import Testing

/// Effects, section "what an outcome proves": every row, as the class and as what the engine makes of it.
@Suite("What an outcome proves")
struct OutcomeTests {
  enum Class: Sendable { case done, refused, notApplied, contradicted, unknown, suspends, stops }

  static let good = Wire.success(
    .object([
      JSONMember("task_id", .string("1")), JSONMember("status", .string("COMPLETED")),
      JSONMember("result", .string("sent")),
    ]))

  static func cut(_ response: HTTPResponse) -> HTTPResponse {
    HTTPResponse(status: response.status, headers: response.headers, body: Array(response.body.dropLast(3)))
  }

  static func with(status: Int, _ response: HTTPResponse) -> HTTPResponse {
    HTTPResponse(status: status, headers: response.headers, body: response.body)
  }

  static let rows: [(Result<HTTPResponse, TransportError>, Class)] =
    [
      TransportError.Kind.resolve, .connect, .connectTimeout, .tls, .proxy, .refusedAddress, .invalidRequest,
      .cancelled,
    ]
    .map { (.failure(TransportError(kind: $0, reach: .notSent, detail: "x")), .notApplied) }
    + [TransportError.Kind.timeout, .tooSlow, .closed, .tooLarge, .malformed, .cancelled, .tls, .other]
    .map { (.failure(TransportError(kind: $0, reach: .maybeSent, detail: "x")), .unknown) }
    + [400, 405, 415, 422].map { (.success(Wire.refusal($0)), .refused) }
    + [401, 403, 429].map { (.success(Wire.refusal($0)), .notApplied) }
    + [404, 409, 410, 412].map { (.success(Wire.refusal($0)), .contradicted) }
    + [400, 401, 403, 404, 405, 408, 409, 415, 422, 425, 429, 500, 502, 503, 504].map {
      (.success(Wire.html($0)), .unknown)
    }
    + [402, 408, 418, 425, 500, 501, 502, 503, 504, 507].map { (.success(Wire.refusal($0)), .unknown) }
    + [300, 301, 302, 303, 307, 308].flatMap {
      [(.success(Wire.html($0)), .suspends), (.success(Wire.refusal($0)), .suspends)]
    }
    + [
      (.success(good), .done), (.success(with(status: 201, good)), .done),
      (.success(with(status: 202, good)), .unknown),
      (.success(cut(good)), .unknown), (.success(HTTPResponse(status: 204)), .unknown),
      (.success(Wire.html(200)), .unknown),
      (.success(Wire.success(.object([]))), .unknown), (.success(Wire.success(.null)), .unknown),
      (.success(Wire.success(.object([JSONMember("task_id", .string("2"))]))), .stops),
      (.success(with(status: 500, good)), .unknown), (.success(Wire.refusal(200)), .unknown),
    ]

  private func classed(_ outcome: Outcome) -> Class {
    switch outcome {
    case .done: .done
    case .refused: .refused
    case .notApplied: .notApplied
    case .contradicted: .contradicted
    case .unknown(_, .none): .unknown
    case .unknown(_, .suspendWrites): .suspends
    case .unknown(_, .stopWrites): .stops
    }
  }

  @Test("each answer is classed by what it proves", arguments: rows)
  func classes(answer: Result<HTTPResponse, TransportError>, expected: Class) {
    let write = Write.complete(result: "sent", capturedData: [], comment: nil)
    #expect(classed(Outcome(answer, to: write, of: TaskID("1"))) == expected)
  }

  @Test("the engine makes of it what it proves, and never more than one effect", arguments: rows)
  func engine(answer: Result<HTTPResponse, TransportError>, expected: Class) throws {
    var rig = try EngineRig.completing()
    switch answer {
    case .success(let response): rig.script[.complete] = [expected == .done ? .applied(response) : .reply(response)]
    case .failure(let error): rig.script[.complete] = [.fail(error)]
    }
    rig.start()
    rig.run(3)
    let states = rig.states("1")
    switch expected {
    case .done: #expect(states == [.armed, .done])
    case .refused: #expect(states == [.armed, .refused])
    case .notApplied: #expect(states == [.armed, .planned])
    case .contradicted, .unknown, .suspends, .stops: #expect(states == [.armed, .unknown])
    }
    rig.run(400)
    switch expected {
    case .done, .refused: #expect(rig.writes.count == 1)
    case .contradicted: #expect(rig.writes.count == 1 && rig.states("1").last == .refused)
    case .stops:
      #expect(rig.writes.count == 1 && rig.said(.tenantPaused).map(\.level) == [.err])
      rig.handle(.reload(rig.rules))
      rig.run(60)
      #expect(rig.states("1").last == .done && rig.writes.count == 2)
    case .notApplied, .unknown, .suspends:
      #expect(rig.writes.count == 2 && rig.states("1").last == .done)
    }
    #expect(rig.said(.tenantPaused).count == (expected == .suspends || expected == .stops ? 1 : 0))
  }

  @Test("the same answers after the write took effect end as done, and are never repeated", arguments: rows)
  func applied(answer: Result<HTTPResponse, TransportError>, expected: Class) throws {
    guard expected == .unknown || expected == .suspends || expected == .stops else { return }
    var rig = try EngineRig.reassigning()
    switch answer {
    case .success(let response): rig.script[.reassign] = [.applied(response)]
    case .failure(let error): rig.script[.reassign] = [.appliedThenFail(error)]
    }
    rig.start()
    rig.run(400)
    #expect(rig.writes.count == 1 && rig.states("1").last == .done)
  }

  @Test("a redirected write suspends writes until a poll is answered normally")
  func suspends() throws {
    var rig = try EngineRig([ModelTask("1", step: "Send"), ModelTask("2", step: "Send")])
    rig.script[.complete] = [.reply(Wire.html(302))]
    rig.held = [.complete]
    rig.start()
    rig.run(1)
    rig.release(.complete)
    rig.held = []
    rig.run(25)
    #expect(rig.said(.tenantPaused).map(\.level) == [.warning])
    rig.tenant["3"] = ModelTask("3", step: "Send")
    rig.run(30)
    #expect(rig.tenant["3"]?.isOpen == false)
  }
}
