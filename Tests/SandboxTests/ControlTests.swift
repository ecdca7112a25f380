import GeoTareas
import Sandbox
import Testing

@Suite struct ControlTests {
  @Test("faults are queued, cleared and refused over the control endpoint, without token or limit")
  func faults() {
    var probe = Probe()
    let form: SandboxJSON = ["endpoint": "any", "fault": "status:500", "count": -1]
    for _ in 0..<100 { #expect(probe.send("POST", "/_sandbox/faults", body: Array(form.text.utf8)).status == 200) }
    #expect(probe.list().status == 500)
    #expect(probe.send("DELETE", "/_sandbox/faults").status == 200)
    #expect(probe.list().status == 200)
  }

  @Test(
    "a fault that cannot be meant is refused",
    arguments: [
      "", "{}", #"{"endpoint":"complete"}"#, #"{"endpoint":"x","fault":"hang"}"#,
      #"{"endpoint":"list","fault":"nonsense"}"#, #"{"endpoint":"list","fault":"hang","count":0}"#,
      #"{"endpoint":"list","fault":"hang","count":-2}"#, #"{"endpoint":"list","fault":"hang","count":"1"}"#,
    ])
  func refused(text: String) {
    var probe = Probe()
    #expect(probe.send("POST", "/_sandbox/faults", body: Array(text.utf8)).status == 400)
    #expect(probe.list().status == 200)
  }

  @Test("state, history and stats tell what happened")
  func reports() throws {
    var probe = Probe()
    _ = probe.reassign()
    _ = probe.complete()
    _ = probe.complete()
    let state = probe.get("/_sandbox/state").json?["tasks"]?.elements ?? []
    let task = try #require(state.first { $0["id"] == "674839201748392018" })
    #expect(task["completions"] == 1)
    #expect(task["refused_completions"] == 1)
    #expect(task["reassignments"] == ["robot": 1])
    #expect(task["history"]?.elements?.count == 2)
    let history = probe.get("/_sandbox/history").json
    let first: SandboxJSON = [
      "at": "2026-03-15T16:30:01.000Z", "user": "robot", "endpoint": "reassign", "task": "674839201748392018",
      "assignee": "182736450918273645", "late": false,
    ]
    #expect(history?["history"]?[0] == first)
    #expect(history?["history"]?[1]?["result"] == "sent")
    #expect(history?["refused"]?.elements?.count == 1)
    let stats = probe.get("/_sandbox/stats").json?["complete"]
    #expect(stats?["total"] == 2)
    #expect(stats?["2xx"] == 1)
    #expect(stats?["4xx"] == 1)
    #expect(stats?["most_in_window"] == 2)
  }

  @Test("the same seed gives the same tasks, another one others")
  func seeds() {
    let make = { (seed: UInt64) in
      Probe {
        $0.seed = seed
        $0.generatedTasks = 50
      }.tenant.tasks
    }
    #expect(make(5) == make(5))
    #expect(make(5).map(\.id) != make(6).map(\.id))
  }

  @Test("an empty scenario holds only what is asked for, all of it open")
  func empty() {
    #expect(Probe { $0.scenario = .empty }.tenant.tasks.isEmpty)
    let tasks = Probe {
      $0.scenario = .empty
      $0.generatedTasks = 200
    }.tenant.tasks
    #expect(tasks.count == 200)
    #expect(tasks.allSatisfy { $0.status != "COMPLETED" && $0.id.count == 18 })
    #expect(Set(tasks.map(\.step)).count == 15)
    #expect(tasks.contains { $0.assignedUser == nil && $0.assignedGroup == nil })
  }

  @Test("people complete and reassign tasks at about the rate asked for, the same for the same seed")
  func people() {
    let run = { (scale: Double) in
      var probe = Probe {
        $0.peoplePerMinute = 6
        $0.scale = scale
        $0.generatedTasks = 300
      }
      probe.advance(by: .seconds(1200) / scale)
      probe.tenant.advance(to: probe.now)
      return probe.tenant
    }
    let tenant = run(1)
    #expect((80...160).contains(tenant.history.count))
    #expect(tenant.history.contains { $0.endpoint == .complete })
    #expect(tenant.history.contains { $0.endpoint == .reassign })
    #expect(tenant.refusals.isEmpty)
    #expect(tenant.history.allSatisfy { $0.user != "robot" })
    #expect(run(1).history == tenant.history)
    #expect((80...160).contains(run(10).history.count))
  }

  @Test("latency stays in its range, is seeded and does not touch the data")
  func latency() {
    let run = { (range: ClosedRange<Duration>?) in
      var probe = Probe { $0.latency = range }
      return (0..<20).map { _ in probe.list() }
    }
    let range = Duration.milliseconds(20)...Duration.milliseconds(300)
    let slow = run(range)
    #expect(slow.allSatisfy { range.contains($0.delay) })
    #expect(Set(slow.map(\.delay)).count > 10)
    #expect(run(range) == slow)
    #expect(run(nil).map(\.body) == slow.map(\.body))
  }

  @Test("latency is log-normal, with few values at the ends of its range")
  func latencyDistribution() {
    var probe = Probe { $0.latency = .milliseconds(50)...(.milliseconds(800)) }
    let delays = (0..<5_001).map { _ in probe.list().delay }.sorted()
    #expect((.milliseconds(135)...(.milliseconds(145))).contains(delays[2_500]))
    #expect((.milliseconds(158)...(.milliseconds(168))).contains(delays.reduce(.zero, +) / delays.count))
    // A standard deviation below and above the median, by the same factor.
    #expect((.milliseconds(76)...(.milliseconds(84))).contains(delays[793]))
    #expect((.milliseconds(231)...(.milliseconds(255))).contains(delays[4_207]))
    #expect((50...300).contains(delays.count { $0 == .milliseconds(50) }))
    #expect(delays.count { $0 == .milliseconds(800) } < 20)
  }
}
