import Engine
import Foundation
import GeoTareas
import Log
import Pacing
import Records
import Simulation
import Testing

@Suite("Retry-After")
struct RestTests {
  private func retryAfter(_ text: String) -> [HTTPHeader] { [HTTPHeader("Retry-After", text)] }

  /// The answer that the tenant gives, with a time to come back that does not belong there.
  private func page(_ rig: inout EngineRig) -> HTTPResponse {
    var page = rig.tenant.read(.list(TaskQuery(status: "PENDING"), offset: 0))
    page.headers += retryAfter("3600")
    return page
  }

  @Test("on an answer that is none of 429, 503, another error of the server or a redirect it means nothing")
  func ignored() throws {
    var rig = try EngineRig.completing()
    let page = page(&rig)
    rig.script[.list] = [.reply(page), .reply(page)]
    rig.script[.detail] = [.reply(Wire.refusal(404, "NOT_FOUND", retryAfter("3600")))]
    rig.start()
    rig.run(200)
    #expect(rig.count(.list) >= 5 && rig.writes.count == 1)
    #expect(rig.said(.rateLimited).isEmpty)
  }

  @Test(
    "an absurd one, or one on another error of the server, costs no more than a window",
    arguments: [(429, "999999"), (503, "999999"), (502, "3600"), (500, "86400")])
  func absurd(status: Int, text: String) throws {
    var rig = try EngineRig.completing()
    rig.script[.list] = [.reply(Wire.refusal(status, "CODE", retryAfter(text)))]
    rig.start()
    rig.run(62)
    #expect(rig.count(.list) >= 2 && rig.writes.count == 1)
  }

  @Test("a 429 that does not tell the limit's count, where other answers do, is told as what it is")
  func ofAGateway() throws {
    var rig = try EngineRig.completing()
    let limit = HTTPHeader("X-RateLimit-Limit", "30")
    rig.script[.list] = [.pass, .reply(Wire.refusal(429, "RATE_LIMITED", retryAfter("3") + [limit]))]
    rig.start()
    rig.run(60)
    #expect(
      rig.said(.rateLimited).map(\.message) == [
        "acme: list is answered 429 without the limit's count, so probably by a gateway; waiting 3.2 s"
      ])
  }

  @Test("while it lasts one call of the endpoint goes out in each window, and the first one that is answered ends it")
  func probes() throws {
    var rig = try EngineRig.completing()
    rig.always[.list] = .reply(Wire.refusal(429, "RATE_LIMITED", retryAfter("86400")))
    rig.start()
    rig.run(1_800)
    #expect((30...34).contains(rig.count(.list)))
    let times = rig.sends.filter { $0.call.endpoint == .list }.map(\.at)
    #expect(zip(times.dropFirst(), times).allSatisfy { $0 - $1 >= .seconds(54) })
    rig.always[.list] = nil
    rig.run(60)
    #expect(rig.writes.count == 1)
  }

  @Test("what lasts longer than a minute is told, with since and until, in the status too; and so is its end")
  func told() throws {
    var rig = try EngineRig.completing()
    rig.always[.complete] = .reply(Wire.refusal(429, "RATE_LIMITED", retryAfter("200")))
    rig.start()
    rig.run(30)
    let told = try #require(rig.said(.rateLimited).first)
    let fields = Dictionary(uniqueKeysWithValues: told.fields.map { ($0.key, $0.value) })
    #expect(fields["endpoint"] == "complete" && fields["since"] != nil && fields["until"] != nil)
    #expect(told.message.contains("A reload tries at once"))
    #expect(rig.journal.standings.last?.trouble?.contains("complete is refused since") == true)
    rig.run(1_100)
    #expect((2...4).contains(rig.said(.rateLimited).count), "told once, and a reminder every ten minutes")
    rig.always[.complete] = nil
    rig.run(300)
    #expect(rig.said(.rateRecovered).count == 1 && rig.writes.last?.endpoint == .complete)
    #expect(rig.journal.standings.last?.trouble == nil)
  }

  @Test("a shorter one is told where it is a 429, and its end is not")
  func short() throws {
    var rig = try EngineRig.completing()
    rig.script[.complete] = [.reply(Wire.refusal(429, "RATE_LIMITED", retryAfter("20")))]
    rig.script[.list] = [.reply(Wire.html(503, retryAfter("10")))]
    rig.start()
    rig.run(200)
    #expect(rig.said(.rateLimited).count == 1 && rig.said(.rateRecovered).isEmpty)
    #expect(rig.said(.rateLimited).first?.fields.contains { $0.key == "until" } == false)
  }

  @Test("a poll that is refused names the true time of the next try", arguments: ["200", "999999"])
  func nextTry(text: String) throws {
    var rig = try EngineRig.completing()
    rig.always[.list] = .reply(Wire.html(503, retryAfter(text)))
    rig.start()
    while rig.said(.pollFailed).isEmpty, rig.count(.list) < 20 { rig.run(1) }
    let said = try #require(rig.said(.pollFailed).first?.fields.first { $0.key == "retry_in_ms" })
    let (told, now, calls) = (try #require(Int(said.value)), rig.now, rig.count(.list))
    while rig.count(.list) == calls { rig.run(1) }
    #expect(abs(Double(told) / 1_000 - (rig.now - now).inSeconds) < 3)
  }

  @Test("a reload tries at once", arguments: ["250", "999999"])
  func reload(text: String) throws {
    var rig = try EngineRig.completing()
    rig.script[.list] = [.reply(Wire.refusal(429, "RATE_LIMITED", retryAfter(text)))]
    rig.start()
    rig.run(10)
    #expect(rig.count(.list) == 1)
    rig.handle(.reload(rig.rules))
    rig.run(5)
    #expect(rig.count(.list) >= 2 && rig.writes.count == 1)
  }

  @Test("a restart goes on with it, and tells its end", arguments: ["250", "999999"])
  func restart(text: String) throws {
    var rig = try EngineRig.completing()
    rig.always[.list] = .reply(Wire.refusal(429, "RATE_LIMITED", retryAfter(text)))
    rig.start()
    rig.run(100)
    let before = rig.count(.list)
    rig.restart()
    rig.run(5)
    #expect(rig.count(.list) == before)
    rig.always[.list] = nil
    rig.run(250)
    #expect(rig.writes.count == 1 && rig.said(.rateRecovered).count == 1)
    rig.restart()
    rig.run(5)
    #expect(rig.count(.list) > before + 1, "nothing of it is left")
  }
}
