import Engine
import Pacing
import Platform
import Records
import TenantRuntime

/// The watchdog and the status line.
extension Daemon {
  /// How often the loops are asked whether they still run: three times within the service manager's time.
  ///
  /// sd_watchdog_enabled(3) advises at least twice.
  private var interval: Duration? {
    if let text = options.environment["WATCHDOG_USEC"], let microseconds = Int(text), microseconds > 0 {
      let pid = options.environment["WATCHDOG_PID"].flatMap { Int32($0) }
      if pid == nil || pid == ProgramIdentity.processID { return .microseconds(microseconds / 3) }
    }
    return options.environment["NOTIFY_SOCKET"] == nil ? nil : .seconds(20)
  }

  func addHeart(to group: inout DiscardingTaskGroup) {
    guard let interval else { return }
    group.addTask {
      while true {
        do { try await ContinuousClock().sleep(for: interval) } catch { return }
        controls.post(.beat)
      }
    }
  }

  /// Asks for as much time as the answers to the last writes may take.
  ///
  /// The service manager's own time may be shorter than `http.timeout`, and a write that it interrupted would be in
  /// doubt.
  func extendStop() { notifier.extendTimeout(by: max(.seconds(60), (interval ?? .zero) * 3)) }

  /// Feeds the watchdog if every tenant's loop has seen the last ping.
  ///
  /// Only the loops that do the work feed it.
  func beat(_ site: inout SupervisorState) {
    let allTurn = site.tenants.values.allSatisfy { $0.pulse.lastBeat >= $0.firstPing(site.ping) }
    if allTurn { notifier.watchdog() }
    if allTurn, site.isStopping { extendStop() }
    site.ping += 1
    for name in site.tenants.keys {
      if site.tenants[name]?.knownSince == nil { site.tenants[name]?.knownSince = site.ping }
      site.tenants[name]?.inbox.ping(site.ping)
    }
    let status = site.status
    if status != site.toldStatus { notifier.status(status) }
    site.toldStatus = status
  }
}

extension Daemon.Running {
  /// The ping that this tenant must have seen by now; none if it was started after the last one.
  fileprivate func firstPing(_ last: Int) -> Int { knownSince == nil ? 0 : last }
}

extension Daemon.SupervisorState {
  /// Tenants, and files of tenants, that do not run because of a mistake of their own.
  private var leftOut: [String] { refused.values.filter { $0.change == .leftOut }.map(\.tenant).sorted() }

  /// One line for people: how many tenants work, what is in doubt, what needs a person.
  var status: String {
    let standings = tenants.sorted { $0.key < $1.key }.map { ($0.key, $0.value.pulse.standing) }
    let troubled =
      standings.compactMap { name, standing in standing?.trouble.map { "\(name): \($0)" } }
      + leftOut.map { "\($0): left out" }
    let known = standings.compactMap(\.1)
    let all = tenants.count + leftOut.count
    var parts = ["\(all - troubled.count) of \(all) tenants working"]
    parts.append("\(known.reduce(0) { $0 + $1.queued }) queued")
    parts.append("\(known.reduce(0) { $0 + $1.inDoubt }) in doubt")
    parts.append("\(known.reduce(0) { $0 + $1.parked }) parked")
    if let obstacle = memory.obstacle { parts.insert("observing only (\(obstacle.reportName.rawValue))", at: 0) }
    if !lastReload.isEmpty { parts.append(lastReload) }
    return (parts + troubled).joined(separator: "; ")
  }
}
