import Pacing

/// One client, one server and a network between them, in virtual time: the same seed gives the same run.
package struct World<Subject: Client> {
  private enum Happening {
    case pump
    case urgentItem
    case foreignTurn
    case foreignRequest
    case arrival(id: Int64, born: Int64?, down: Double, life: Int)
    case answer(Answer, id: Int64, born: Int64?, life: Int)
    case giveUp(id: Int64, life: Int)
    case end
    case start(Subject)
  }

  private let scenario: Scenario
  private let window: Double
  private let end: Int64
  private var chance: Chance
  private var network: Network
  private var server: Server
  /// What the server would be if others had it for themselves.
  private var serverWithoutUs: Server
  /// Requests of others that were refused because of ours.
  private var harmed = 0
  private var agenda = Agenda<Happening>()
  private var now: Int64 = 0
  private var client: Subject
  /// Counts restarts: answers to an earlier life are not heard.
  private var life = 0
  private var isUp = true
  /// When each waiting urgent item came.
  private var urgent: [Int64] = []
  private var nextID: Int64 = 0
  private var wakesAt = Int64.max
  private var worstWait: Int64 = 0
  private var worstWaitOfTwo: Int64 = 0
  /// When each urgent item came, waiting or not.
  private var births: [Int64] = []
  private var arrivals: [Int64] = []

  package init(_ scenario: Scenario, seed: UInt64) {
    self.scenario = scenario
    window = scenario.limit.window.inSeconds
    end = scenario.length.wholeNanoseconds
    chance = Chance(seed: seed &* 7919 &+ 13)
    network = Network(chance: Chance(seed: seed &* 104_729 &+ 7), stalls: scenario.stalls, losses: scenario.losses)
    server = Server(
      limit: scenario.limit.requests, clockError: scenario.clockError,
      counting: scenario.server.counting(scenario.limit.requests, window, &chance))
    server.tellsCounts = scenario.tellsCounts
    serverWithoutUs = server
    client = Subject(limit: scenario.limit, at: Instant(nanoseconds: 0))
    for time in (0..<scenario.earlier).map({ _ in chance.between(-window, 0) }).sorted() {
      _ = server.counting.judge(at: time)
    }
    if let mean = scenario.urgentEvery { add(.urgentItem, in: chance.wait(mean)) }
    if scenario.foreign > 0 {
      let start = scenario.foreignPace.start(of: scenario.foreign, in: window, &chance)
      add(.foreignTurn, in: scenario.foreignFrom.inSeconds + start)
    }
    if let mean = scenario.restartEvery { add(.end, in: chance.wait(mean)) }
    add(.pump, in: 0)
  }

  /// Runs to the end.
  package mutating func run() -> Report {
    while let next = agenda.next(until: end) {
      now = next.time
      handle(next.happening)
    }
    for born in urgent { note(born, servedAt: end) }
    var report = Report()
    let allowed = Double(scenario.limit.requests) * scenario.length.inSeconds / window
    report.use = Double(server.accepted.own) / max(1, allowed - Double(server.accepted.foreign))
    report.refusals = Double(server.refused.own)
    report.worstWait = Double(worstWait) / 1e9
    report.worstWaitOfTwo = Double(worstWaitOfTwo) / 1e9
    report.peak = arrivals.peak(in: scenario.limit.window.wholeNanoseconds)
    report.foreignRefused =
      Double(harmed) / Double(max(1, server.refused.foreign + server.accepted.foreign))
    return report
  }

  private mutating func add(_ happening: Happening, in seconds: Double) {
    agenda.add(happening, at: now + Int64(seconds * 1e9))
  }

  private mutating func handle(_ happening: Happening) {
    switch happening {
    case .pump:
      if now >= wakesAt { wakesAt = .max }
      pump()
    case .urgentItem:
      urgent.append(now)
      births.append(now)
      pump()
      add(.urgentItem, in: chance.wait(scenario.urgentEvery ?? 1))
    case .foreignTurn:
      let turn = scenario.foreignPace.turn(of: scenario.foreign, in: window, &chance)
      for delay in turn.requests { add(.foreignRequest, in: delay) }
      add(.foreignTurn, in: turn.next)
    case .foreignRequest:
      let isAccepted = server.receive(at: Double(now) / 1e9, isOwn: false).isAccepted
      let wouldBe = serverWithoutUs.receive(at: Double(now) / 1e9, isOwn: false).isAccepted
      if wouldBe, !isAccepted { harmed += 1 }
    case .arrival(let id, let born, let down, let life): arrive(id, born, down, life)
    case .answer(let answer, let id, let born, let life):
      // A refused urgent item waits on.
      if !answer.isAccepted, let born { urgent.insert(born, at: 0) }
      guard life == self.life else { return }
      client.receive(answer, to: id, at: instant)
      pump()
    case .giveUp(let id, let life):
      guard life == self.life else { return }
      client.lose(id, at: instant)
      pump()
    case .end:
      isUp = false
      life += 1
      let start = now + Int64(chance.between(0.3, 3) * 1e9)
      agenda.add(.start(client.reborn(at: instant, start: Instant(nanoseconds: start))), at: start)
    case .start(let reborn):
      client = reborn
      isUp = true
      add(.end, in: chance.wait(scenario.restartEvery ?? 1))
      pump()
    }
  }

  private var instant: Instant { Instant(nanoseconds: now) }

  /// Sends what may go, and wakes when the next may.
  private mutating func pump() {
    while isUp {
      var next = Int64.max
      var isSent = false
      for urgency in [Urgency.urgent, .background] where urgency == .urgent ? !urgent.isEmpty : scenario.hasBacklog {
        guard let time = client.earliest(at: instant, urgency)?.nanoseconds else { continue }
        guard time > now else {
          send(urgency)
          isSent = true
          break
        }
        next = min(next, time)
      }
      if isSent { continue }
      guard next < wakesAt else { return }
      wakesAt = next
      agenda.add(.pump, at: next)
      return
    }
  }

  private mutating func send(_ urgency: Urgency) {
    nextID += 1
    let born = urgency == .urgent ? urgent.removeFirst() : nil
    client.send(nextID, at: instant, urgency)
    let (up, down) = network.trip()
    if up < .infinity { add(.arrival(id: nextID, born: born, down: down, life: life), in: up) }
    if up == .infinity || down == .infinity {
      if let born, up == .infinity { urgent.insert(born, at: 0) }
      agenda.add(.giveUp(id: nextID, life: life), at: now + lifetime.wholeNanoseconds)
    }
  }

  private mutating func arrive(_ id: Int64, _ born: Int64?, _ down: Double, _ life: Int) {
    let answer = server.receive(at: Double(now) / 1e9, isOwn: true)
    arrivals.append(now)
    if answer.isAccepted, let born { note(born, servedAt: now) }
    if down < .infinity { add(.answer(answer, id: id, born: born, life: life), in: down) }
  }

  private mutating func note(_ born: Int64, servedAt time: Int64) {
    worstWait = max(worstWait, time - born)
    let twoTokens = scenario.limit.window.wholeNanoseconds * 2 / Int64(scenario.limit.requests)
    let crowd = births.reversed().prefix { $0 > born - twoTokens }.count { $0 <= born }
    if crowd <= 2 { worstWaitOfTwo = max(worstWaitOfTwo, time - born) }
  }
}

extension Scenario {
  /// Runs `seeds` worlds, and gives the means.
  package func report<Subject: Client>(of client: Subject.Type, seeds: Range<UInt64>) -> Report {
    Report(
      mean: seeds.map { seed in
        var world = World<Subject>(self, seed: seed)
        return world.run()
      })
  }
}
