import Engine
import Foundation
import GeoTareas
import HTTP
package import Journal
package import Log
import Logging
import Pacing
import Platform
import Records
package import RuleFiles
import Rules
package import TenantRuntime
import UnixSignals

#if FAILPOINTS
  import Failpoints
#endif

/// The program minus the process: runs the tenants of a configuration until told to stop.
///
/// A shutdown begins no new work and gives reads up. The write in flight gets its answer or its time-out, its outcome
/// is journalled, and the journal is closed.
package struct Daemon: Sendable {
  /// What the command line and the environment say.
  package struct Options: Sendable {
    package var configPath: String
    /// A folder to use instead of the configuration's `state`.
    package var state: String?
    package var runsOnce = false
    package var isDry = false
    package var environment: [String: String]

    package init(configPath: String, environment: [String: String]) {
      self.configPath = configPath
      self.environment = environment
    }
  }

  /// How a run ended.
  package enum End: Sendable, Equatable {
    case stopped
    case nothingLeft
    case leftUndone
    case credentialsRefused
    case unreachable
    case journal(JournalError)
  }

  /// How a tenant's run ended.
  enum TenantEnd: Sendable {
    case ended(Ending)
    case journal(JournalError)
    case transport(TransportError)
  }

  let options: Options
  let loaded: LoadedConfiguration
  let memory: JournalAccess
  let log: ReportLog
  let clock = SystemClock()
  let notifier: Notifier
  let controls = Controls()
  /// How many records have needed a person.
  let errors = ErrorCount()

  /// Prepares a run.
  ///
  /// The caller has loaded the configuration and opened the journal, or found that a person must look at the journal.
  package init(options: Options, loaded: LoadedConfiguration, memory: JournalAccess, log: ReportLog) {
    self.options = options
    self.loaded = loaded
    self.memory = memory
    self.log = log.counting(errors)
    notifier = Notifier(environment: options.environment)
  }

  /// Runs until SIGTERM or SIGINT or, when it runs once, until nothing is left to do.
  ///
  /// SIGHUP loads everything again, tenant by tenant. It may be called once. It throws when no tenant's credentials can
  /// be read at the start or, when it runs once, when one tenant's cannot. Nothing has been sent then.
  package func run() async throws(CredentialError) -> End {
    let signals = await UnixSignalsSequence(trapping: [.sigterm, .sigint, .sighup])
    log.write(
      .daemonStart(
        version: ProgramIdentity.version, config: options.configPath, trail: await memory.trailEnd()))
    var site = SupervisorState(
      configuration: loaded, memory: memory, network: .init { () throws(TransportError) in try Network() },
      desk: ReloadResponder(in: loaded.configuration.state))
    if let obstacle = memory.obstacle { tell(obstacle) }
    try admit(loaded, &site)
    beginCalls(&site)
    let ending = await withDiscardingTaskGroup(returning: End.self) { group in
      group.addTask { for await signal in signals { controls.post(signal == .sighup ? .reload : .stop) } }
      group.addTask { await log.tellRepeats() }
      addHeart(to: &group)
      start(site.configuration.configuration.tenants, &site, &group)
      notifier.ready(site.status)
      let rules = site.configuration.rules.values.reduce(0) { $0 + $1.rules.count }
      log.write(.daemonReady(tenants: site.tenants.count, rules: rules))
      tendCalls(&site, &group)
      Footprint.settle()
      var rings = controls.rings()
      while let control = await controls.next(&rings) {
        switch control {
        case .stop: stop(&site)
        case .reload: askForReload(&site, &group)
        case .loaded(let news): finishReload(news, &site, &group)
        case .overdue(let began): tellSlowReload(began, site)
        case .beat: beat(&site)
        case .pulse:
          site.isCallPlanned = false
          tendCalls(&site, &group)
        case .called(let number, let outcome): endCall(number, outcome, &site)
        case .ended(let name, let end): self.end(name, end, &site, &group)
        }
        start(site.newcomers, &site, &group)
        site.newcomers = []
        if site.tenants.isEmpty { break }
      }
      abandonReload(&site, "the daemon has ended")
      group.cancelAll()
      return site.ending
    }
    await callLast(ending, &site)
    log.write(.daemonStop(ending.reported, trail: await memory.trailEnd()))
    return ending
  }

  /// A tenant that runs.
  struct Running {
    var configuration: TenantConfiguration
    var inbox: Inbox
    var pulse: Heartbeat
    /// The configuration to start in its place once it has ended.
    var replacement: TenantConfiguration?
    /// True once a reload has told it to stop; its last write may still be in flight.
    var isEnding = false
    /// The first ping it was sent.
    var knownSince: Int?
  }

  /// The state of the loop.
  struct SupervisorState {
    var configuration: LoadedConfiguration
    var memory: JournalAccess
    /// Shared by all tenants.
    let network: Result<Network, TransportError>
    /// Where answers to reloads are left; nil where the state directory cannot hold them.
    var desk: ReloadResponder?
    var credentials: [String: Credentials] = [:]
    /// Tenants, and files of tenants, with mistakes in their files or secrets, and what to say about each.
    var refused: [String: ReloadAnswer.Tenant] = [:]
    /// Since when reloads are refused as a whole; nil if the last one was not.
    var refusedSince: Date?
    var reloading = Reloading()
    var tenants: [String: Running] = [:]
    /// Tenants that a reload added.
    var newcomers: [TenantConfiguration] = []
    var isStopping = false
    var ending = End.stopped
    var ping = 0
    /// Whom to call as long as all is well; nil for nobody.
    var calls: DeadMansCalls?
    /// Counts the receivers, so that an answer of an earlier one is known as such.
    var callNumber = 0
    /// True while it is planned to look whether a call is due.
    var isCallPlanned = false
    var toldStatus = ""
    var lastReload = ""
  }

  func stop(_ site: inout SupervisorState) {
    guard !site.isStopping else { return }
    site.isStopping = true
    notifier.stopping()
    extendStop()
    let writing = site.tenants.sorted { $0.key < $1.key }.flatMap { $0.value.pulse.standing?.writing ?? [] }
    log.write(.daemonStopping(waitsFor: writing))
    for tenant in site.tenants.values { tenant.inbox.post(.stop) }
    abandonReload(&site, "the daemon is stopping")
    #if FAILPOINTS
      Failpoint.noteStop()
      Failpoint.duringStop.pass(waitsForStop: false)
    #endif
  }
}
