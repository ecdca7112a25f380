import Pacing

/// What several runs met with, and how much they did.
package struct Coverage: Sendable {
  package private(set) var faults: [Fault: Int] = [:]
  package private(set) var transitions: [Transition: Int] = [:]
  package private(set) var worlds = 0
  /// Simulated time, in days.
  package private(set) var days = 0.0
  private var tasks = 0
  private var effects = 0
  private var steps = 0
  /// How many waits took how many tenths of their time.
  private var shares = [Int](repeating: 0, count: 11)

  package init() {}

  package mutating func take(_ world: SimulatedWorld) {
    faults.merge(world.faults) { $0 + $1 }
    transitions.merge(world.transitions) { $0 + $1 }
    worlds += 1
    days += world.now.inSeconds / 86_400
    tasks += world.counts.tasks + world.server.tenant.born
    effects += world.counts.effects
    steps += world.steps
    add(world.live.shares)
  }

  private mutating func add(_ shares: [Int]) {
    for (place, count) in shares.enumerated() { self.shares[place] += count }
  }

  package mutating func take(_ house: SimulatedHouse) {
    for world in house.worlds { take(world) }
  }

  package mutating func take(_ other: Coverage) {
    faults.merge(other.faults) { $0 + $1 }
    transitions.merge(other.transitions) { $0 + $1 }
    worlds += other.worlds
    days += other.days
    tasks += other.tasks
    effects += other.effects
    steps += other.steps
    add(other.shares)
  }

  /// What should have occurred at least once and did not, in worlds where such oddities go on.
  package func missing(among oddities: Set<Oddity> = Oddity.usual) -> [String] {
    Fault.allCases.filter { fault in
      faults[fault] == nil && !(fault.oddities.map { $0.isDisjoint(with: oddities) } ?? false)
    }.map { "fault \($0.rawValue)" }
      + Transition.allCases.filter { transitions[$0] == nil }.map { "transition \($0.rawValue)" }
  }

  package func summary(in time: Duration) -> String {
    let count = faults.values.reduce(0, +)
    let seconds = max(time.inSeconds, 0.001)
    let daily = { (count: Int) in String(Int(Double(count) / max(days, 0.001))) }
    return """
      \(worlds) worlds, \(days.tenths) simulated days in \(seconds.tenths) s of a processor: \((days / seconds).tenths) days per second
      each day \(daily(tasks)) tasks, \(daily(effects)) effects, \(daily(count)) faults, \(daily(steps)) steps
      faults: \(faults.inWords { $0.rawValue })
      transitions: \(transitions.inWords { $0.rawValue })
      waits, by tenths of the time they might take: \(shares.map(String.init).joined(separator: " "))
      """
  }
}

extension Dictionary where Value == Int {
  fileprivate func inWords(_ name: (Key) -> String) -> String {
    map { "\(name($0.key)) \($0.value)" }.sorted().joined(separator: ", ")
  }
}

extension Double {
  fileprivate var tenths: String { String(Double(Int(self * 10)) / 10) }
}
