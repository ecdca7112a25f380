import Engine
import GeoTareas
import JSON
import Log
import Pacing
import Records
import Simulation
import Testing

@Suite("Logging in and being refused")
struct SessionTests {
  @Test(
    "a 401 leads to one common login, after which the work goes on", arguments: [Endpoint.list, .detail, .complete])
  func expired(endpoint: Endpoint) throws {
    var rig = try EngineRig.completing()
    rig.script[endpoint] = [.reply(Wire.refusal(401, "UNAUTHORIZED"))]
    rig.start()
    rig.run(70)
    #expect(rig.count(.login) == 2)
    #expect(rig.said(.tenantAuthFailed).isEmpty)
    #expect(rig.tenant["1"]?.isOpen == false && rig.count(.complete) == (endpoint == .complete ? 2 : 1))
    #expect(rig.states("1").last == .done)
  }

  @Test("where only some calls are refused, logging in is not tried for ever", arguments: [Endpoint.detail, .complete])
  func someRefused(endpoint: Endpoint) throws {
    var rig = try EngineRig.completing()
    rig.always[endpoint] = .reply(Wire.refusal(401))
    rig.start()
    rig.run(3_600)
    #expect(rig.count(.login) < 12 && rig.count(endpoint) < 12)
    // One task says nothing about the credentials.
    #expect(rig.said(.tenantAuthFailed).isEmpty && rig.said(.decisionBlocked).count == 1)
    #expect(rig.count(.list) > 100)
  }

  @Test(
    "one task of forty that is answered 401 for ever costs itself, and the others nothing",
    arguments: [
      Endpoint.detail, .complete,
    ])
  func oneOfForty(endpoint: Endpoint) throws {
    var rig = try EngineRig((1...40).map { ModelTask("\($0)", step: "Send") })
    rig.forever = [TaskID("3"): (endpoint, Wire.refusal(401, "UNAUTHORIZED"))]
    rig.start()
    rig.run(400)
    #expect(rig.tenant.open == [TaskID("3")])
    #expect(rig.said(.tenantAuthFailed).isEmpty && rig.said(.decisionBlocked).count == 1)
    #expect(rig.count(.login) <= 3)
  }

  @Test("several tasks in a row that are refused with a fresh token stop the tenant for half a minute, not for fifteen")
  func severalRefused() throws {
    var rig = try EngineRig((1...6).map { ModelTask("\($0)", step: "Send") }) { $0.pollEvery = .seconds(300) }
    rig.always[.detail] = .reply(Wire.refusal(401))
    rig.start()
    rig.run(20)
    #expect(rig.said(.tenantAuthFailed).map(\.level) == [.warning])
    rig.always = [:]
    rig.run(100)
    #expect(rig.tenant.open.isEmpty && rig.said(.tenantOK).count == 2)
  }

  @Test("a hiccup of 25 s in which every call is answered 401 costs less than a minute")
  func hiccup() throws {
    var rig = try EngineRig([ModelTask("0", step: "Send")])
    rig.start()
    rig.run(29)
    for endpoint in [Endpoint.list, .detail, .complete] { rig.always[endpoint] = .reply(Wire.refusal(401)) }
    rig.tenant["1"] = ModelTask("1", step: "Send")
    rig.run(25)
    rig.always = [:]
    rig.run(45)
    #expect(rig.tenant["1"]?.isOpen == false)
    #expect(rig.said(.tenantAuthFailed).allSatisfy { $0.level == .warning })
  }

  @Test("a call that is let through after all ends the time of refusal at once")
  func letThrough() throws {
    var rig = try EngineRig((1...2).map { ModelTask("\($0)", step: "Send") })
    rig.held = [.complete]
    rig.start()
    rig.run(29)
    rig.always[.list] = .reply(Wire.refusal(401))
    rig.always[.login] = nil
    rig.run(5)
    try #require(rig.said(.tenantAuthFailed).count == 1)
    rig.always = [:]
    let before = rig.sends.count
    rig.run(40)
    #expect(rig.sends.count > before && rig.said(.tenantOK).count == 2)
  }

  @Test("an address without a login is told as that, and not as wrong credentials", arguments: [404, 410])
  func noLogin(status: Int) throws {
    var rig = try EngineRig.completing()
    rig.always[.login] = .reply(Wire.refusal(status, "NOT_FOUND"))
    rig.start()
    rig.run(120)
    #expect(rig.said(.tenantAuthFailed).isEmpty && rig.said(.tenantPaused).map(\.level) == [.err])
    #expect(rig.said(.tenantPaused).first?.message.contains("'url' must be the server's origin") == true)
    rig.always = [:]
    rig.run(60)
    #expect(rig.tenant["1"]?.isOpen == false)
  }

  @Test("several calls refused with one token lead to one login")
  func common() throws {
    var rig = try EngineRig([ModelTask("0", step: "Send")])
    // All tasks are overdue: once the limits are known, they go together.
    rig.clockOffset = 30 * 86_400
    rig.start()
    rig.run(10)
    for id in 1...5 { rig.tenant["\(id)"] = ModelTask("\(id)", step: "Send") }
    rig.script[.detail] = Array(repeating: .reply(Wire.refusal(401)), count: 5)
    rig.run(60)
    #expect(rig.count(.login) == 2 && rig.writes.count == 6)
  }

  @Test(
    "refused again after a fresh login: one try after 30 s, 1, 2, 4 … 15 minutes, and a person is told when it lasts")
  func refusedForGood() throws {
    var rig = try EngineRig.completing()
    rig.always[.list] = .reply(Wire.refusal(401))
    rig.start()
    rig.run(29)
    #expect(rig.calls() == [.login, .list, .login, .list])
    #expect(rig.said(.tenantAuthFailed).map(\.level) == [.warning])
    rig.run(5)
    #expect(rig.calls(from: 4) == [.login, .list])
    rig.run(65)
    #expect(rig.calls(from: 6) == [.login, .list])
    #expect(rig.said(.tenantAuthFailed).map(\.level) == [.warning, .err])
    rig.run(2 * 3_600)
    let tries = rig.sends.filter { $0.call.endpoint == .list }.map(\.at)
    let gaps = zip(tries, tries.dropFirst()).map { Int(($1 - $0).inSeconds) }
    #expect(gaps.dropFirst().prefix(7) == [30, 60, 120, 240, 480, 900, 900])
    #expect(rig.said(.tenantAuthFailed).count == 2)
    rig.always[.list] = nil
    rig.run(1_000)
    #expect(rig.said(.tenantOK).count >= 1 && rig.writes.count == 1)
  }

  @Test("a given token that is refused is told once; the probe is a single call")
  func givenToken() throws {
    var rig = try EngineRig(
      [ModelTask("1", step: "Send")], .completes, { $0.logsIn = false })
    rig.script[.complete] = [.appliedThenFail(Wire.lost)]
    rig.start()
    rig.run(4)
    for endpoint in [Endpoint.list, .detail] { rig.always[endpoint] = .reply(Wire.refusal(401)) }
    rig.run(40)
    let before = rig.sends.count
    #expect(rig.said(.tenantAuthFailed).count == 1 && rig.count(.login) == 0)
    rig.run(15)
    #expect(rig.sends.count == before)
    rig.run(20)
    #expect(rig.calls(from: before) == [.list])
    rig.always = [:]
    rig.run(1_000)
    #expect(rig.states("1").last == .done && rig.writes.count == 1)
  }

  @Test(
    "a login the API refuses stops everything until the probe",
    arguments: [Wire.refusal(400), Wire.refusal(401), Wire.refusal(403)])
  func loginRefused(answer: HTTPResponse) throws {
    var rig = try EngineRig.completing()
    rig.always[.login] = .reply(answer)
    rig.start()
    rig.run(890)
    #expect(rig.calls() == [.login] && rig.said(.tenantAuthFailed).count == 1)
    rig.run(20)
    #expect(rig.calls() == [.login, .login] && rig.said(.tenantAuthFailed).count == 1)
  }

  @Test(
    "a login that fails otherwise is tried again with growing waits, told once",
    arguments: [
      EngineRig.Script.reply(Wire.refusal(500)), .reply(Wire.html(502)), .reply(Wire.html(200)), .fail(Wire.lost),
      .fail(Wire.refused),
    ])
  func loginFails(script: EngineRig.Script) throws {
    var rig = try EngineRig.completing()
    rig.always[.login] = script
    rig.start()
    rig.run(400)
    // Once a minute at the least.
    #expect((8...20).contains(rig.count(.login)) && rig.count(.list) == 0)
    #expect(rig.said(.pollFailed).count == 1 && rig.said(.tenantAuthFailed).isEmpty)
    rig.always[.login] = nil
    rig.run(60)
    #expect(rig.writes.count == 1 && rig.said(.pollRecovered).count == 1)
  }

  @Test("a login blocked by the limiter waits as long as it says, or a minute", arguments: [nil, 90])
  func loginLimited(seconds: Int?) throws {
    var rig = try EngineRig.completing()
    let headers = seconds.map { [HTTPHeader("Retry-After", String($0))] } ?? []
    rig.script[.login] = [.reply(Wire.refusal(429, "RATE_LIMITED", headers))]
    rig.start()
    rig.run(Double(seconds ?? 60))
    #expect(rig.calls() == [.login])
    rig.run(5)
    #expect(rig.calls().prefix(3) == [.login, .login, .list])
    #expect(rig.said(.rateLimited).count == 1)
  }

  @Test("after a reload the credentials are tried at once, and a new refusal is told anew", arguments: [true, false])
  func reload(logsIn: Bool) throws {
    var rig = try EngineRig([ModelTask("1", step: "Send")], .completes) { $0.logsIn = logsIn }
    rig.always[.list] = .reply(Wire.refusal(401))
    rig.start()
    rig.run(30)
    #expect(rig.said(.tenantAuthFailed).count == 1)
    rig.handle(.reload(rig.rules))
    rig.run(60)
    #expect(rig.said(.tenantAuthFailed).count == 2)
    rig.always[.list] = nil
    rig.handle(.reload(rig.rules))
    rig.run(60)
    #expect(rig.writes.count == 1)
    #expect(rig.said(.tenantOK).count >= 1)
  }
}

@Suite("429")
struct RateLimitTests {
  @Test(
    "after a 429 the endpoint rests as long as the server says, or most of a window",
    arguments: [Endpoint.list, .detail, .complete], [nil, 100])
  func rests(endpoint: Endpoint, seconds: Int?) throws {
    var rig = try EngineRig.completing()
    let headers = seconds.map { [HTTPHeader("Retry-After", String($0))] } ?? []
    rig.script[endpoint] = [.reply(Wire.refusal(429, "RATE_LIMITED", headers))]
    rig.start()
    rig.run(180)
    let times = rig.sends.filter { $0.call.endpoint == endpoint }.map(\.at)
    #expect(times.count >= 2 && times[1] - times[0] >= .seconds(seconds ?? 54))
    #expect(times[1] - times[0] <= .seconds((seconds ?? 54) + 35))
    #expect(rig.said(.rateLimited).count == 1)
    #expect(rig.said(.rateRecovered).count == (seconds == nil ? 0 : 1))
    #expect(rig.tenant["1"]?.isOpen == false && rig.states("1").last == .done)
  }

  @Test(
    "429 after 429 without a word on waiting: one call a window finds out, and a minute after the end there is an effect"
  )
  func unstatedWaits() throws {
    var rig = try EngineRig.completing()
    rig.always[.list] = .reply(Wire.refusal(429))
    rig.start()
    rig.run(7_200)
    #expect((120...134).contains(rig.count(.list)))
    rig.always[.list] = nil
    rig.run(60)
    #expect(rig.writes.count == 1)
  }

  @Test("the token of a request without an answer is out until the request can no longer arrive, and a window more")
  func lostRequest() throws {
    var rig = try EngineRig { $0.limits[.list] = RateLimit(requests: 1, per: .seconds(60)) }
    rig.script[.list] = [.fail(Wire.lost)]
    rig.start()
    rig.run(400)
    let times = rig.sends.filter { $0.call.endpoint == .list }.map(\.at)
    #expect(times.count > 2 && times[1] - times[0] >= .seconds(120) && times[2] - times[1] < .seconds(90))
  }

  @Test("a reassignment that is limited is made later, once")
  func reassign() throws {
    var rig = try EngineRig.reassigning()
    rig.script[.reassign] = [.reply(Wire.refusal(429))]
    rig.start()
    rig.run(150)
    #expect(rig.count(.reassign) == 2 && rig.states("1") == [.armed, .planned, .armed, .done])
  }

  @Test("a 503 with Retry-After makes the endpoint wait as well")
  func unavailable() throws {
    var rig = try EngineRig()
    rig.script[.list] = [.reply(Wire.html(503, [HTTPHeader("Retry-After", "200")]))]
    rig.start()
    rig.run(195)
    #expect(rig.count(.list) == 1)
    rig.run(60)
    #expect(rig.count(.list) >= 2)
  }

  @Test("a wait that cannot be meant is not obeyed: on an answer that should not have one, or beyond five windows")
  func absurdWaits() throws {
    for (answer, status) in [
      (Wire.html(503, [HTTPHeader("Retry-After", "999999")]), 503),
      (Wire.refusal(429, "RATE_LIMITED", [HTTPHeader("Retry-After", "999999")]), 429),
    ] {
      var rig = try EngineRig.completing()
      rig.script[.list] = [.reply(answer)]
      rig.start()
      rig.run(100)
      #expect(rig.states("1").last == .done, "\(status)")
    }
    var rig = try EngineRig.completing()
    let page = rig.tenant.read(.list(TaskQuery(status: "PENDING"), offset: 0))
    rig.script[.list] = [
      .reply(HTTPResponse(status: 200, headers: page.headers + [HTTPHeader("Retry-After", "3600")], body: page.body))
    ]
    rig.start()
    rig.run(65)
    #expect(rig.count(.list) == 3 && rig.states("1").last == .done)
  }

  @Test("the server's own lower limit is kept to")
  func serverLimit() throws {
    var rig = try EngineRig((1...9).map { ModelTask("\($0)", step: "Send") }) { $0.reads = .separate }
    let page = rig.tenant.read(.list(TaskQuery(status: "PENDING"), offset: 0))
    rig.script[.list] = [.reply(HTTPResponse(status: 200, headers: page.headers, body: page.body))]
    let login = Wire.login
    rig.script[.login] = [
      .reply(
        HTTPResponse(status: 200, headers: login.headers + [HTTPHeader("X-RateLimit-Limit", "1")], body: login.body))
    ]
    let first = rig.tenant["1"]?.detail ?? .null
    var detail = Wire.success(first)
    detail.headers.append(HTTPHeader("X-RateLimit-Limit", "2"))
    rig.script[.detail] = [.reply(detail)]
    rig.start()
    rig.run(60)
    #expect(rig.count(.detail) == 2)
  }

  @Test("the limits of reads and writes are kept to, whatever there is to do")
  func manyTasks() throws {
    var rig = try EngineRig((1...60).map { ModelTask("\($0)", step: "Send") })
    rig.start()
    rig.run(130)
    for endpoint in Endpoint.allCases {
      let times = rig.sends.filter { $0.call.endpoint == endpoint }.map(\.at)
      let limit = rig.settings.limits[endpoint]?.requests ?? 0
      for index in times.indices.dropFirst(limit) {
        #expect(times[index] - times[index - limit] > .seconds(endpoint == .login ? 30 : 60))
      }
    }
    // Evenly, ten a minute.
    #expect((21...23).contains(rig.count(.complete)))
  }
}
