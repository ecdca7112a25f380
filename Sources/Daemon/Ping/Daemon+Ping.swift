import Engine
import GeoTareas
import HTTP
import Log
import Pacing
import Platform
import Records
import RuleFiles
import TenantRuntime

/// Dead-man's calls; nothing waits for them.
extension Daemon {
  /// Reads whom to call, at the start.
  ///
  /// A dry run calls nobody: it acts for nobody, so nobody may rely on it. What is wrong with the address is told, and
  /// all else goes on.
  func beginCalls(_ site: inout SupervisorState) {
    guard !options.isDry else { return }
    switch WhomToCall(site.configuration.configuration.ping, environment: options.environment) {
    case .target(let target): call(target, DeadMan(every: target.settings.every, isStart: true), &site)
    case .nobody: break
    case .mistake(let why): log.write(.pingFailed(.unusable(why: why, isKept: false)))
    }
  }

  private func call(_ target: PingTarget, _ timing: DeadMan, _ site: inout SupervisorState) {
    do throws(TransportError) {
      site.calls = try DeadMansCalls(target, timing, try site.network.get())
      site.callNumber += 1
    } catch {
      log.write(.pingFailed(.unusable(why: error.detail, isKept: false)))
    }
  }

  /// Takes over whom to call from a reload; returns what that changes, for people.
  func takeCalls(_ ping: WhomToCall, _ site: inout SupervisorState) -> String? {
    guard !options.isDry else { return nil }
    switch ping {
    case .target(let target):
      if let calls = site.calls, target.isSame(as: calls) { return nil }
      let isNew = site.calls == nil
      call(target, DeadMan(every: target.settings.every, isStart: false, errors: errors.value), &site)
      return isNew ? "dead-man's calls begin" : "dead-man's calls go where and when 'ping' says now"
    case .nobody:
      guard site.calls != nil else { return nil }
      site.calls = nil
      site.callNumber += 1
      return "dead-man's calls end"
    case .mistake(let why):
      let isKept = site.calls != nil
      log.write(.pingFailed(.unusable(why: why, isKept: isKept)))
      return "'ping' was not taken over: \(why)"
    }
  }

  /// Makes the call that is due, and looks again after a while.
  func tendCalls(_ site: inout SupervisorState, _ group: inout DiscardingTaskGroup) {
    guard let calls = site.calls, !site.isStopping else { return }
    // A single run calls at its beginning and at its end.
    let polls = options.runsOnce ? [:] : site.lastPolls
    let due = site.calls?.timing.next(at: clock.instant(), polls: polls, errors: options.runsOnce ? 0 : errors.value)
    if let due {
      let number = site.callNumber
      group.addTask { [controls] in
        controls.post(.called(number, await calls.make(due)))
      }
    }
    guard !site.isCallPlanned, !options.runsOnce else { return }
    site.isCallPlanned = true
    group.addTask { [controls] in
      do { try await ContinuousClock().sleep(for: calls.interval) } catch { return }
      controls.post(.pulse)
    }
  }

  /// Takes in what came of a call; what came of one to a receiver of before does not matter.
  func endCall(_ number: Int, _ outcome: DeadMansCalls.Outcome, _ site: inout SupervisorState) {
    guard number == site.callNumber, !site.isStopping else { return }
    if let event = site.calls?.take(outcome, at: clock) { log.write(event) }
  }

  /// Tells the receiver how a single run has ended; whoever runs it waits for that, ten seconds at most.
  func callLast(_ ending: End, _ site: inout SupervisorState) async {
    guard options.runsOnce, var calls = site.calls, ending != .stopped else { return }
    let isWell = ending == .nothingLeft && errors.value == 0
    let outcome = await calls.make(isWell ? .success : .failure)
    if let event = calls.take(outcome, at: clock) { log.write(event) }
    await calls.transport.shutdown()
  }
}

extension Daemon.SupervisorState {
  /// When the last complete poll of each tenant began: of those that run, and of those that should.
  ///
  /// Empty while nothing can be done because of the journal.
  fileprivate var lastPolls: [String: Instant?] {
    guard memory.obstacle == nil else { return [:] }
    var polls: [String: Instant?] = [:]
    for tenant in configuration.configuration.tenants {
      polls.updateValue(tenants[tenant.name]?.pulse.standing?.polledAt, forKey: tenant.name)
    }
    for left in refused.values where left.change == .leftOut { polls.updateValue(nil, forKey: left.tenant) }
    return polls
  }
}
