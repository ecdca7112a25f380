import Engine
import GeoTareas
import JSON
import Log
import Pacing
import Records
import Simulation
import Testing

@Suite("One reading of an answer")
struct ReadAnswerTests {
  @Test(
    "a refusal in the API's own form proves the token, whatever was asked, and ends a time of refusal",
    arguments: [(Endpoint.detail, 403), (.detail, 404), (.detail, 409), (.detail, 500)]
      + [404, 409, 422, 500].map { (.complete, $0) })
  func refusalProves(endpoint: Endpoint, status: Int) throws {
    var rig = try EngineRig([ModelTask("1", step: "Send")], .completes) { $0.logsIn = false }
    // Where a detail is meant, it is that of a task in doubt.
    if endpoint == .detail { rig.script[.complete] = [.appliedThenFail(Wire.lost)] }
    if endpoint == .complete { rig.held = [.complete] }
    rig.start()
    rig.run(4)
    try #require(rig.count(.complete) == 1)
    rig.held = [endpoint]
    rig.always[.list] = .reply(Wire.unauthorized)
    rig.run(30)
    try #require(rig.pending.map(\.call.endpoint) == [endpoint] && rig.said(.tenantAuthFailed).count == 1)
    try #require(rig.said(.tenantOK).count == 1)
    rig.always[endpoint] = .reply(Wire.refusal(status))
    rig.release(endpoint)
    #expect(rig.said(.tenantOK).count == 2)
  }

  @Test(
    "answers that are not the API's, and those that speak of the token or come before it, prove nothing",
    arguments: [Wire.html(200), Wire.html(500), Wire.unauthorized, Wire.rateLimited])
  func othersProveNothing(answer: HTTPResponse) throws {
    var rig = try EngineRig([ModelTask("1", step: "Send")], .completes) { $0.logsIn = false }
    rig.held = [.complete]
    rig.start()
    rig.run(4)
    rig.always[.list] = .reply(Wire.unauthorized)
    rig.run(30)
    try #require(rig.pending.map(\.call.endpoint) == [.complete] && rig.said(.tenantAuthFailed).count == 1)
    rig.always[.complete] = .reply(answer)
    rig.release(.complete)
    #expect(rig.said(.tenantOK).count == 1)
  }

  @Test("a page that holds no list proves the token, although the poll does not want it any more")
  func latePage() throws {
    var rig = try EngineRig([ModelTask("0", step: "Send")]) { $0.logsIn = false }
    // All tasks are overdue: once the limits are known, they are looked at together.
    rig.clockOffset = 30 * 86_400
    rig.start()
    rig.run(10)
    for id in 1...5 { rig.tenant["\(id)"] = ModelTask("\(id)", step: "Send") }
    rig.held = [.detail]
    rig.run(25)
    rig.held = [.detail, .list]
    rig.run(27)
    rig.held = [.list]
    rig.always[.detail] = .reply(Wire.unauthorized)
    rig.run(1)
    try #require(rig.pending.map(\.call.endpoint) == [.list] && rig.said(.tenantAuthFailed).count == 1)
    rig.always[.list] = .reply(Wire.success(.string("no list")))
    rig.release(.list)
    #expect(rig.said(.tenantOK).count == 2)
  }

  @Test("a login that is given up at a stop is told as nothing")
  func loginGivenUp() throws {
    var rig = try EngineRig.completing()
    rig.held = [.complete]
    rig.start()
    rig.run(4)
    rig.held = [.complete, .login]
    rig.script[.list] = [.reply(Wire.unauthorized)]
    rig.run(35)
    try #require(Set(rig.pending.map(\.call.endpoint)) == [.complete, .login])
    rig.handle(.stop)
    #expect(rig.cancelled.count == 1 && rig.ending == nil && rig.said(.pollFailed).isEmpty)
    rig.release(.complete)
    #expect(rig.ending == .stopped && rig.states("1").last == .done)
  }

  @Test("what is said of a task in doubt that cannot be read names status, code and the server's words")
  func wordsOfEvidence() throws {
    var rig = try EngineRig([ModelTask("1", step: "Send")], .completes)
    rig.script[.complete] = [.appliedThenFail(Wire.lost)]
    rig.start()
    rig.run(4)
    rig.always[.detail] = .reply(Wire.refusal(500))
    rig.run(3_600)
    #expect(rig.said(.intentParked).first?.message.contains("500 CODE: why") == true)
  }
}
