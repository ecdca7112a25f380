package import Foundation
package import GeoTareas
package import Pacing
package import Records

/// What the engine of one tenant is given when it is made.
package struct Settings: Sendable, Equatable {
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
  /// Whether to ask the server for overdue tasks as well.
  package var pollsOverdue: Bool
  package var pollEvery: Duration
  /// How long after the start the first call goes out.
  ///
  /// It spreads tenants that start together.
  package var firstPollAfter = Duration.zero
  /// For every endpoint; one that is missing counts as one request a minute.
  package var limits: [Endpoint: RateLimit]
  /// Whether lists and details draw on one limit of the server.
  package var reads: LimitSharing
  /// Whether completing and reassigning draw on one limit of the server.
  package var writes: LimitSharing
  /// How old a read may be, because of the server's cache.
  package var staleness: Duration
  /// How long a lost request may still take effect.
  package var lateApply: Duration
  package var mode: RunMode
  /// True to end when nothing is left to do.
  package var runsOnce: Bool
  /// Matters only for a single run.
  package var patience: Patience
  /// False when a token was given, so that there is no login.
  package var logsIn: Bool
  package var summaryEvery: Duration
  /// The seed for the jitter of waits.
  package var seed: UInt64
  /// How many details an hour may be read at most only to learn the forms of steps, where nothing else waits for details.
  package var spareReads = 0
  /// About how many bytes of task texts each table may hold.
  package var mostHeld = 24 << 20
  /// A task that stops all effects while it is open; nil without one.
  package var stopButton: StopButton?

  /// What the users' defaults are is said where the configuration is read, not here.
  package init(
    tenant: String, zone: TimeZone, statuses: [String], pollsOverdue: Bool, pollEvery: Duration,
    limits: [Endpoint: RateLimit], reads: LimitSharing, writes: LimitSharing, staleness: Duration, lateApply: Duration,
    mode: RunMode = .live, runsOnce: Bool = false, patience: Patience = .work, logsIn: Bool = true,
    summaryEvery: Duration, seed: UInt64 = 0, stopButton: StopButton? = nil
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
}

/// The waits that follow from the tenant's constants; smaller constants shrink all of them.
extension Settings {
  /// An allowance for the grain of clocks and schedulers.
  var slack: Duration { staleness / 3 }

  /// After an effect of ours on a task, reads begun sooner than this may still show the task as it was.
  package var settleTime: Duration { staleness + slack }

  /// A read begun this long after the end of an attempt that still shows the precondition proves that it had no effect.
  var verdictTime: Duration { lateApply + staleness + slack }

  /// The time between two such reads.
  var confirmGap: Duration { staleness + slack }

  /// After this long in doubt without readable evidence, a person must look.
  var parkTime: Duration { verdictTime * 24 }

  /// How long after a look a write may follow it.
  package var lookLifetime: Duration { max(.seconds(1), staleness * 2 / 3) }

  /// How long details that a rule asked about are used before they are read again.
  var factLifetime: Duration { staleness * 40 }

  /// The first wait after a failed poll; later ones are longer.
  var outageWait: Duration {
    guard runsOnce else { return min(pollEvery, .seconds(15)) }
    return min(pollEvery, patience == .look ? .seconds(1) : .seconds(4))
  }

  /// How often in a row a page is requested before the poll is given up.
  var mostPageTries: Int { runsOnce ? mostFailures : 4 }

  /// After how many failed tries in a row a single run is given up.
  var mostFailures: Int { patience == .look ? 2 : 3 }

  /// After how many failed calls a single run leaves a task.
  var mostTries: Int { 3 }

  /// The time between logins while the server refuses them, because accounts are locked after several.
  var refusedProbe: Duration { .seconds(900) }

  /// How long a task waits after the first call for it that brought no usable answer.
  var troubleWait: Duration { settleTime }

  /// How long a task waits after the API itself refused it.
  var refusalWait: Duration { runsOnce ? settleTime : verdictTime * 4 }
}
