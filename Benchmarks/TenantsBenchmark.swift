import Foundation

/// One daemon for many tenants of a local server, as real processes: what it does, what it costs, how punctual it is.
struct TenantsBenchmark {
  /// A daemon's work.
  struct Load {
    var tenants: Int
    /// Open tasks and rules of each tenant.
    var tasks: Int
    var rules: Int
    /// One tenant in so many writes all the time, as fast as the documented limit allows; none at 0.
    var writingEvery: Int
    var minutes: Double
  }

  /// Between two polls, in seconds.
  static let every = 30.0

  static let header = [
    "tenants", "tasks", "rules", "minutes", "writing", "polls", "effects", "twice", "refused", "latest turn",
    "processor",
    "memory", "wake-ups", "threads",
  ]

  /// What was seen of a run.
  struct Finding {
    var load: Load
    var polls: Int
    var effects: Int
    var twice: Int
    var limited: Int
    /// How much later than its time a poll began at worst, in seconds.
    var lateness: Double
    /// Processor time by time, after the start.
    var share: Double
    /// The most memory that was resident, in MB.
    var memory: Double
    /// Voluntary changes of context of all threads a second, after the start.
    var wakeUps: Double
    /// The most threads at a time.
    var threads: Int

    var row: [String] {
      [
        load.tenants.written, load.tasks.written, load.rules.written, load.minutes.written(1),
        (load.writingEvery == 0 ? 0 : load.tenants / load.writingEvery).written, polls.written, effects.written,
        twice.written, limited.written, "\(lateness.written(2)) s", "\((share * 100).written(2)) %",
        "\(memory.written()) MB", "\(wakeUps.written(1)) a s", threads.written,
      ]
    }
  }

  /// Runs the daemon for the load's time and looks at both sides.
  static func measure(_ load: Load) throws -> Finding {
    let tools = try Toolbox()
    let server = try LocalTenant(
      tools,
      ["--scenario", "empty", "--tenants", String(load.tenants), "--tasks", String(load.tasks)])
    defer { server.stop() }
    let writers = ManyTenants(load: load, url: server.url)
    try writers.write(with: tools)
    var usage = ProcessUsage()
    let start = Date()
    let end = start + load.minutes * 60
    // What start-up costs is not what running costs.
    let settled = start + min(every * 1.5, load.minutes * 20)
    var first: (at: Date, usage: ProcessUsage)?
    try tools.runDaemon { process in
      try usage.look(at: process)
      if first == nil, Date() >= settled {
        first = (Date(), usage)
        usage.mostMemory = 0
      }
      return Date() >= end
    }
    let seen = try server.tenants()
    let (from, before) = first ?? (start, ProcessUsage())
    let seconds = Date().timeIntervalSince(from)
    return Finding(
      load: load, polls: seen.reduce(0) { $0 + $1.list_starts.count }, effects: seen.reduce(0) { $0 + $1.effects },
      twice: seen.reduce(0) { $0 + $1.refused }, limited: seen.reduce(0) { $0 + $1.limited },
      lateness: seen.map(\.lateness).max() ?? 0, share: (usage.processor - before.processor) / seconds,
      memory: usage.mostMemory, wakeUps: Double(usage.wakeUps - before.wakeUps) / seconds,
      threads: usage.mostThreads)
  }
}

extension LocalTenant.Summary {
  /// How much later than its time a poll began at worst.
  fileprivate var lateness: Double {
    let starts = list_starts.map { Double($0) / 1_000 }
    return zip(starts.dropFirst(), starts).map { max(0, $0 - $1 - TenantsBenchmark.every) }.max() ?? 0
  }

  fileprivate var limited: Int { stats.values.reduce(0) { $0 + $1.limited } }
}

extension Int {
  var written: String { Double(self).written() }
}
