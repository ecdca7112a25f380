import Engine
import Records

/// One process with its tenants: each has an engine, a journal of its own and a server; the disk, the process and the
/// machine they share.
package struct SimulatedHouse {
  package private(set) var worlds: [SimulatedWorld]

  /// - Parameters:
  ///   - length: For how long things go wrong; the run goes on until all has come to rest.
  ///   - conditions: What else goes on.
  ///   - tell: Is given every step in words.
  package init(
    seed: UInt64, length: Duration, conditions: Conditions = Conditions(), tell: ((String) -> Void)? = nil
  ) {
    worlds = [SimulatedWorld(seed: seed, length: length, conditions: conditions, tell: tell)]
    guard worlds[0].scenario.oddities.contains(.tenants) else { return }
    worlds[0].suffer(.tenantBeside)
    worlds.append(
      SimulatedWorld(
        seed: seed ^ 0x8000_0000_0000_0000, length: length, conditions: conditions,
        tell: tell.map { tell in { tell("    beside  \($0)") } }))
  }

  /// Runs all tenants to the end, each thing in its time; what must not have happened, in words.
  package mutating func run() -> [Violation] {
    for place in worlds.indices { worlds[place].begin() }
    while let place = next, worlds[place].step() { spread(from: place) }
    return worlds.indices.flatMap { worlds[$0].finish() }
  }

  /// The tenant to which the next thing happens; nil where all is over or something is broken.
  private var next: Int? {
    guard worlds.allSatisfy(\.watch.violations.isEmpty) else { return nil }
    return worlds.indices.filter { worlds[$0].next != nil }.min { worlds[$0].next ?? .zero < worlds[$1].next ?? .zero }
  }

  /// What befell the process, the disk or the machine befalls the others, too.
  private mutating func spread(from place: Int) {
    guard !worlds[place].common.isEmpty else { return }
    let (now, common) = (worlds[place].now, worlds[place].common)
    worlds[place].common = []
    for other in worlds.indices where other != place {
      for thing in common { worlds[other].suffer(thing, at: now) }
      worlds[other].common = []
    }
  }
}

extension SimulatedWorld {
  /// Something befalls the whole house.
  fileprivate mutating func suffer(_ thing: Common, at now: Duration) {
    guard now <= scenario.end else { return }
    self.now = max(self.now, now)
    switch thing {
    case .crash: if !isDown { crash() }
    case .full(let end): fillDisk(until: max(end, journalFullUntil))
    case .sleep(let end): sleep(until: max(end, frozenUntil))
    }
  }
}
