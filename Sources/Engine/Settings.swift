package import Foundation
package import GeoTareas
package import Pacing

/// What the engine of one tenant is told once, at its making.
package struct Settings: Sendable, Equatable {
  /// Whether effects are made or only decided.
  package enum Mode: String, Sendable, Equatable, Codable {
    case live
    /// Decides and journals decisions, never writes to the API.
    case dry
  }

  /// How long a single run tries to reach a server that cannot be read.
  package enum Patience: Sendable, Equatable {
    /// Three times, a few seconds apart.
    case work
    /// Twice, a second apart: a person waits for the answer.
    case look
  }

  /// The tenant's name in logs, commands and intent ids.
  package var tenant: String
  /// The zone of the API's times, which carry none.
  package var zone: TimeZone
  /// The statuses that are polled.
  package var statuses: [String]
  /// Whether the server is asked for overdue tasks as well.
  package var pollsOverdue: Bool
  package var pollEvery: Duration
  /// How long after the start the first call goes out: tenants that start together are spread by it.
  package var firstPollAfter = Duration.zero
  package var limits: [Endpoint: RateLimit]
  /// Whether lists and details draw on one limit of the server.
  package var reads: LimitSharing
  /// Whether completing and reassigning do.
  package var writes: LimitSharing
  /// How old a read may be: the server's cache.
  package var staleness: Duration
  /// How long a lost request may still take effect.
  package var lateApply: Duration
  package var mode: Mode
  /// Ends when nothing is left to do, instead of running on.
  package var runsOnce: Bool
  /// Matters where it runs once.
  package var patience: Patience
  /// False when a token was given: then there is no logging in.
  package var logsIn: Bool
  package var summaryEvery: Duration
  /// Seeds the jitter of waiting times.
  package var seed: UInt64
  /// How much each table of tasks' texts may hold, in bytes, about.
  package var mostHeld = 24 << 20
  /// A task that stops all effects while it is open; nil where there is none.
  package var stopButton: StopButton?

  package init(
    tenant: String, zone: TimeZone, statuses: [String] = [TaskStatus.pending], pollsOverdue: Bool = true,
    pollEvery: Duration = .seconds(30), limits: [Endpoint: RateLimit] = Settings.documentedLimits,
    reads: LimitSharing = .unknown, writes: LimitSharing = .unknown, staleness: Duration = .seconds(15),
    lateApply: Duration = .seconds(60), mode: Mode = .live, runsOnce: Bool = false,
    patience: Patience = .work, logsIn: Bool = true, summaryEvery: Duration = .seconds(900), seed: UInt64 = 0,
    stopButton: StopButton? = nil
  ) {
    self.tenant = tenant
    self.zone = zone
    self.statuses = statuses
    self.pollsOverdue = pollsOverdue
    self.pollEvery = pollEvery
    self.limits = limits
    self.reads = reads
    self.writes = writes
    self.staleness = staleness
    self.lateApply = lateApply
    self.mode = mode
    self.runsOnce = runsOnce
    self.patience = patience
    self.logsIn = logsIn
    self.summaryEvery = summaryEvery
    self.seed = seed
    self.stopButton = stopButton
  }

  /// The limits of the vendor's pages; for logins less than half, because the penalty there is a block.
  package static let documentedLimits: [Endpoint: RateLimit] = [
    .list: RateLimit(requests: 30, per: .seconds(60)), .detail: RateLimit(requests: 30, per: .seconds(60)),
    .complete: RateLimit(requests: 10, per: .seconds(60)), .reassign: RateLimit(requests: 10, per: .seconds(60)),
    .login: RateLimit(requests: 2, per: .seconds(30)),
  ]
}

/// The waiting times that follow from the tenant's constants; all shrink together with them.
extension Settings {
  /// Covers the grain of clocks and schedulers beside the constants.
  var slack: Duration { staleness / 3 }

  /// After our own effect on a task, reads begun sooner may still show it as it was.
  package var settleTime: Duration { staleness + slack }

  /// A read begun this long after an attempt ended that still shows the precondition proves that it had no effect.
  var verdictTime: Duration { lateApply + staleness + slack }

  /// Between two such reads.
  var confirmGap: Duration { staleness + slack }

  /// In doubt for longer than this without readable evidence: a person must look.
  var parkTime: Duration { verdictTime * 24 }

  /// A look at a task is good for a write begun within this time.
  package var lookLifetime: Duration { max(.seconds(1), staleness * 2 / 3) }

  /// Details that a rule asked about are read anew after this time.
  var factLifetime: Duration { staleness * 40 }

  /// The first wait after a failed poll; later ones are longer.
  var outageWait: Duration {
    guard runsOnce else { return min(pollEvery, .seconds(15)) }
    return min(pollEvery, patience == .look ? .seconds(1) : .seconds(4))
  }

  /// So many times in a row a page is asked for before the poll is given up.
  var mostPageTries: Int { runsOnce ? mostFailures : 4 }

  /// A single run is given up after so many tries in a row that failed.
  var mostFailures: Int { patience == .look ? 2 : 3 }

  /// A single run leaves a task that calls fail for after so many of them.
  var mostTries: Int { 3 }

  /// Between logins while the server refuses them: accounts are locked after some.
  var refusedProbe: Duration { .seconds(900) }

  /// How long a task waits after the first call for it that brought no usable answer.
  var troubleWait: Duration { settleTime }

  /// How long a task waits that the API itself refuses.
  var refusalWait: Duration { runsOnce ? settleTime : verdictTime * 4 }
}
