import GeoTareas
import Sandbox
import Testing

@Suite struct FaultTests {
  @Test("a fault hits the next requests of its endpoint, as often as asked, and then no more")
  func count() {
    var probe = Probe()
    probe.tenant.inject(.status(503), at: .list, count: 2)
    #expect(probe.detail().status == 200)
    #expect(probe.list().status == 503)
    #expect(probe.list().code == "INTERNAL_ERROR")
    #expect(probe.list().status == 200)
  }

  @Test("a fault without an end lasts until it is cleared, at every endpoint")
  func endless() {
    var probe = Probe()
    probe.tenant.inject(.html(502), at: nil, count: -1)
    for answer in [probe.list(), probe.detail(), probe.complete(), probe.reassign(), probe.logIn()] {
      #expect(answer.status == 502)
      #expect(answer.header("Content-Type") == "text/html")
    }
    probe.tenant.clearFaults()
    #expect(probe.list().status == 200)
    #expect(probe.tenant.history.isEmpty)
  }

  @Test(
    "faults in front of the API change nothing",
    arguments: [
      SandboxFault.status(500), .status(429), .html(504), .lostBefore, .hang, .redirect("https://elsewhere.example/"),
    ])
  func notApplied(fault: SandboxFault) {
    var probe = Probe()
    probe.tenant.inject(fault, at: .complete)
    let answer = probe.complete()
    #expect(answer.delivery != .answer || answer.status != 200)
    #expect(probe.tenant.history.isEmpty)
    #expect(probe.complete().status == 200)
  }

  @Test(
    "faults behind the API leave the effect in place, once",
    arguments: [SandboxFault.lostAfter, .applied500, .halfJSON, .empty, .delay(2), .wrongTask])
  func applied(fault: SandboxFault) {
    var probe = Probe()
    probe.tenant.inject(fault, at: .complete)
    _ = probe.complete()
    #expect(probe.record()?.completions == 1)
    #expect(probe.complete().code == "VALIDATION_ERROR")
    #expect(probe.tenant.history.count == 1)
  }

  @Test("each fault looks as it says")
  func looks() {
    var probe = Probe()
    let answer = { (fault: SandboxFault) in
      probe.tenant.inject(fault, at: .detail)
      return probe.detail()
    }
    let good = probe.detail()
    #expect(answer(.lostBefore).delivery == .drop)
    #expect(answer(.lostAfter).delivery == .drop)
    #expect(answer(.hang).delivery == .hang)
    #expect(answer(.halfJSON).body == Array(good.body.prefix(good.body.count / 2)))
    #expect(answer(.halfJSON).json == nil)
    #expect(answer(.empty).body.isEmpty)
    #expect(answer(.empty).status == 200)
    #expect(answer(.applied500).code == "INTERNAL_ERROR")
    #expect(answer(.delay(2)).delay == .seconds(2))
    #expect(answer(.redirect("http://x.example/y")).header("Location") == "http://x.example/y")
    #expect(answer(.redirect("http://x.example/y")).status == 302)
    #expect(answer(.status(429)).header("Retry-After") == "1")
    let wrong = answer(.wrongTask)
    #expect(wrong.status == 200)
    #expect(wrong.data?["id"] != good.data?["id"])
    #expect(wrong.data?["step_name"] == good.data?["step_name"])
  }

  @Test("a refused request leaves a fault queued")
  func limited() {
    var probe = Probe()
    for _ in 0..<10 { _ = probe.complete("1") }
    probe.tenant.inject(.lostAfter, at: .complete)
    #expect(probe.complete().status == 429)
    probe.advance(by: .seconds(60))
    #expect(probe.complete().delivery == .drop)
  }

  @Test("a late write answers 504 as HTML and takes effect at its time, marked late")
  func late() {
    var probe = Probe { $0.scale = 2 }
    probe.tenant.inject(.late(20), at: .complete)
    let answer = probe.complete()
    #expect(answer.status == 504)
    #expect(answer.header("Content-Type") == "text/html")
    probe.advance(by: .milliseconds(9999))
    probe.tenant.advance(to: probe.now)
    #expect(probe.tenant.history.isEmpty)
    probe.advance(by: .seconds(30))
    #expect(probe.detail().data?["status"] == "COMPLETED")
    #expect(probe.tenant.history.map(\.isLate) == [true])
    #expect(probe.tenant.history.map(\.elapsed) == [.seconds(10)])
  }

  @Test("a late write that no longer fits is recorded as refused")
  func lateTooLate() {
    var probe = Probe()
    probe.tenant.inject(.late(20), at: .complete)
    _ = probe.complete()
    #expect(probe.complete().status == 200)
    probe.advance(by: .seconds(20))
    probe.tenant.advance(to: probe.now)
    #expect(probe.record()?.completions == 1)
    #expect(probe.record()?.refusedCompletions == 1)
    #expect(probe.tenant.refusals.map(\.isLate) == [true])
  }

  @Test("late writes take effect in the order of their times")
  func lateOrder() {
    var probe = Probe()
    probe.tenant.inject(.late(20), at: .complete)
    probe.tenant.inject(.late(10), at: .reassign)
    _ = probe.complete()
    _ = probe.reassign()
    probe.advance(by: .seconds(60))
    probe.tenant.advance(to: probe.now)
    #expect(probe.tenant.history.map(\.endpoint) == [.reassign, .complete])
  }

  @Test("a write without a good token is not applied late either")
  func lateUnauthorised() {
    var probe = Probe(loggedIn: false)
    probe.tenant.inject(.late(1), at: .complete)
    #expect(probe.complete().status == 504)
    probe.advance(by: .seconds(5))
    probe.tenant.advance(to: probe.now)
    #expect(probe.tenant.history.isEmpty)
  }

  @Test("a blocked login is 429 and stays so for 60 s")
  func loginBlocked() {
    var probe = Probe(loggedIn: false)
    probe.tenant.inject(.loginBlocked, at: nil)
    #expect(probe.list().status == 401)
    #expect(probe.logIn().header("Retry-After") == "60")
    probe.advance(by: .seconds(59))
    #expect(probe.logIn().status == 429)
    probe.advance(by: .seconds(1))
    #expect(probe.logIn().status == 200)
  }

  @Test(
    "fault names are read strictly",
    arguments: [
      ("status:503", SandboxFault.status(503)), ("html:504", .html(504)), ("half_json", .halfJSON), ("empty", .empty),
      ("lost_before", .lostBefore), ("lost_after", .lostAfter), ("late:2.5", .late(2.5)), ("applied_500", .applied500),
      ("delay:3", .delay(3)), ("hang", .hang), ("wrong_task", .wrongTask), ("login_blocked", .loginBlocked),
      ("redirect", .redirect("https://elsewhere.example/")), ("redirect:http://a:1/b", .redirect("http://a:1/b")),
      ("status", nil), ("status:99", nil), ("status:abc", nil), ("late", nil), ("late:-1", nil), ("late:nan", nil),
      ("hang:5", nil), ("redirect:ftp://x", nil), ("redirect:http://x\r\nA: b", nil), ("", nil), ("other", nil),
    ])
  func names(text: String, fault: SandboxFault?) {
    #expect(SandboxFault(text) == fault)
  }

  @Test("answers can have a key more, a key less, or a value of another kind, in each task and in nothing else")
  func reshaped() throws {
    var probe = Probe()
    for (text, fault) in [
      ("extra_key:priority", SandboxFault.extraKey("priority")), ("no_key:escalated", .withoutKey("escalated")),
      ("as_text:escalated", .asText("escalated")),
    ] {
      #expect(SandboxFault(text) == fault)
      probe.tenant.inject(fault, at: nil, count: 2)
      for task in [try #require(probe.list().data?[0]), try #require(probe.detail().data)] {
        #expect(task["priority"] == (fault == .extraKey("priority") ? 7 : nil))
        #expect(task["escalated"]?.string == (fault == .asText("escalated") ? "false" : nil))
        #expect((task["escalated"] == nil) == (fault == .withoutKey("escalated")))
        #expect(task["id"]?.string != nil)
      }
    }
    #expect(SandboxFault("extra_key") == nil && SandboxFault("no_key:") == nil)
    let refused = {
      probe.tenant.inject(.extraKey("priority"), at: .detail)
      return probe.detail("1")
    }()
    #expect(refused.status == 404 && refused.data == .null)
  }
}
