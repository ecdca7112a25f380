package import Engine
import GeoTareas
package import Journal
package import Log
import Pacing
package import Platform
import Records
package import Rules

/// Carries out what a tenant's engine asks for: the loop between the pure core and the world.
///
/// Effects are carried out in their order, and a commit is durable before the effect behind it begins. Calls run beside
/// the loop, and their answers come back through the inbox.
package struct TenantRunner: Sendable {
  package let name: String
  package let inbox: Inbox
  package let memory: JournalAccess
  package let gateway: APIClient
  package let clock: SystemClock
  package let log: ReportLog
  package let pulse: Heartbeat
  package let connectTimeout: Duration
  package let watch: RunWatch?
  private let certificate = CertificateWatch()

  package init(
    name: String, inbox: Inbox, memory: JournalAccess, gateway: APIClient, clock: SystemClock, log: ReportLog,
    pulse: Heartbeat,
    connectTimeout: Duration = .seconds(10), watch: RunWatch? = nil
  ) {
    self.name = name
    self.inbox = inbox
    self.memory = memory
    self.gateway = gateway
    self.clock = clock
    self.log = log
    self.pulse = pulse
    self.connectTimeout = connectTimeout
    self.watch = watch
  }

  /// Runs `engine` until it ends; throws when the journal cannot be trusted any more.
  package func run(_ engine: Engine) async throws(JournalError) -> (ending: Ending, engine: Engine) {
    let loop = Loop(engine)
    return (try await run(loop), loop.engine)
  }

  /// Runs the engine of `loop` until it ends; throws when the journal cannot be trusted any more.
  ///
  /// The engine stays in `loop`, because it is large and every suspended function would keep a copy.
  package func run(_ loop: Loop) async throws(JournalError) -> Ending {
    try await withDiscardingTaskGroup(returning: Result<Ending, JournalError>.self) { group in
      let result: Result<Ending, JournalError>
      do throws(JournalError) {
        result = .success(try await turn(loop, &group))
      } catch {
        result = .failure(error)
      }
      group.cancelAll()
      return result
    }.get()
  }

  /// Handles one message after the other until the engine ends.
  private func turn(_ loop: Loop, _ group: inout DiscardingTaskGroup) async throws(JournalError) -> Ending {
    try await begin(loop, &group)
    for await message in inbox.messages {
      if let ending = try await turn(message, loop, &group) { return ending }
    }
    return .stopped
  }

  /// Hands the engine what the journal knows.
  ///
  /// A journal that cannot be read now is tried again in a moment.
  private func begin(_ loop: Loop, _ group: inout DiscardingTaskGroup) async throws(JournalError) {
    do throws(JournalError) {
      let recovery = try await memory.recover(tenant: name, asOf: clock.now())
      loop.lastLook = LastLook(
        tenant: name, inbox: inbox, fence: try await memory.fence, clock: clock,
        lifetime: loop.engine.settings.lookLifetime + connectTimeout)
      inbox.post(.start(recovery))
    } catch {
      guard error.disposition == .retryLater else { throw error }
      log.write(error.event(.failed(why: error.description)), of: name)
      wake(at: clock.instant() + .seconds(2), loop, &group)
    }
  }

  /// A running engine, and what its loop holds between events.
  package final class Loop {
    fileprivate(set) var engine: Engine
    fileprivate var hasStarted = false
    fileprivate var lastLook: LastLook?
    fileprivate var flights: [CallID: CancelSignal] = [:]
    fileprivate var alarm: (time: Instant, signal: CancelSignal)?

    /// Asked right before the first byte of a write that goes by `permit`.
    fileprivate func question(_ permit: WritePermit?) -> SendPermit {
      guard let lastLook else { return { "the journal was not read yet" } }
      guard let permit else { return { "held back: no effect was armed for it" } }
      return lastLook.permit(permit)
    }

    package init(_ engine: Engine) { self.engine = engine }

    package init(_ settings: Settings, _ rules: RuleSet) { engine = Engine(settings: settings, rules: rules) }
  }

  /// Handles a message and, before it, what others changed in the journal.
  private func turn(
    _ message: Inbox.Message, _ loop: Loop, _ group: inout DiscardingTaskGroup
  ) async throws(JournalError) -> Ending? {
    if loop.lastLook == nil {
      if case .event(.stop) = message { return .stopped }
      if case .event(.tick) = message { try await begin(loop, &group) }
    }
    if loop.hasStarted, let news = try await news() {
      if let ending = try await handle(.news(news), loop, &group) { return ending }
    }
    switch message {
    case .ping(let number): pulse.beat(number)
    case .event(let event):
      loop.hasStarted = true
      if let ending = try await handle(event, loop, &group) { return ending }
      pulse.note(loop.engine.standing(at: clock.instant()))
      watch?.turned(loop.engine, clock.now())
    }
    return nil
  }

  private func handle(
    _ event: Event, _ loop: Loop, _ group: inout DiscardingTaskGroup
  ) async throws(JournalError) -> Ending? {
    try await carryOut(loop.engine.handle(event, at: clock.now()), loop, &group)
  }

  /// What others changed in the journal.
  ///
  /// A journal that cannot be read now is asked again at the next turn.
  private func news() async throws(JournalError) -> JournalNews? {
    do throws(JournalError) {
      return try await memory.news(tenant: name)
    } catch {
      guard error.disposition == .retryLater else { throw error }
      return nil
    }
  }

  private func carryOut(
    _ effects: [Effect], _ loop: Loop, _ group: inout DiscardingTaskGroup
  ) async throws(JournalError) -> Ending? {
    for (index, effect) in effects.enumerated() {
      switch effect {
      case .commit(let records):
        do throws(JournalError) {
          try await memory.commit(records, tenant: name, limits: loop.engine.settings.limits)
        } catch {
          guard error.disposition == .retryLater else { throw error }
          inbox.post(.commitFailed(effects[index...], why: CommitFailure(error, of: records)))
          return nil
        }
      case .send(let id, let call, let permit): send(id, call, permit, loop, &group)
      case .cancel(let id): loop.flights[id]?.cancel()
      case .recall(let tasks, let instances):
        do throws(JournalError) {
          let known = try await memory.recollect(tasks, instances: instances, tenant: name, asOf: clock.now())
          inbox.post(.recalled(known))
        } catch {
          guard error.disposition == .retryLater else { throw error }
          inbox.post(.commitFailed(effects[index...], why: CommitFailure(error, of: [])))
          return nil
        }
      case .report(var report):
        // The end of the trail goes where the journal's owner cannot change it.
        if case .tenantSummary(var summary) = report.event {
          summary.trail = await memory.trailEnd()
          report.event = .tenantSummary(summary)
        }
        log.write(report)
      case .wake(let time): wake(at: time, loop, &group)
      case .finished(let ending): return ending
      }
    }
    return nil
  }

  private func send(
    _ id: CallID, _ call: Call, _ permit: WritePermit?, _ loop: Loop, _ group: inout DiscardingTaskGroup
  ) {
    let signal = CancelSignal()
    loop.flights = loop.flights.filter { $0.key > id - 1_000 }
    loop.flights[id] = signal
    let question = call.endpoint.isWrite ? loop.question(permit) : nil
    let zone = loop.engine.settings.zone
    watch?.sent(call)
    group.addTask {
      let answer = await signal.guarding { await gateway.perform(call, permit: question) }
      guard let answer else { return }
      if let watch, case .success(let response) = answer { watch.answered(call, response) }
      if case .success(let response) = answer,
        let warning = certificate.warning(response.certificateEnds, tenant: name, in: zone, at: clock.now().wall)
      {
        log.write(warning)
      }
      inbox.post(.answered(id, answer))
    }
  }

  private func wake(at time: Instant, _ loop: Loop, _ group: inout DiscardingTaskGroup) {
    if loop.alarm?.time == time { return }
    loop.alarm?.signal.cancel()
    let signal = CancelSignal()
    loop.alarm = (time, signal)
    let wait = max(.zero, time - clock.instant())
    // Like the engine's instants, the time runs on while the machine sleeps.
    group.addTask { await signal.after(wait) { inbox.post(.tick) } }
  }
}
