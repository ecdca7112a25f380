import Foundation
import GeoTareas
import Pacing
import Records

extension Engine {
  /// The most tasks that are reported one by one.
  private static let mostTasks = 50

  /// What waits now; what affects most comes first.
  func waits(at now: ClockReading) -> [Wait] {
    waitsOfAll(at: now) + waitsOfEndpoints(at: now) + waitsOfLimits(at: now) + waitsOfTasks(at: now)
  }

  private func wall(_ instant: Instant?, _ now: ClockReading) -> Date? {
    instant.map { now.wall + max(0, ($0 - now.instant).inSeconds) }
  }

  private func waitsOfAll(at now: ClockReading) -> [Wait] {
    var waits: [Wait] = []
    if server.session.isRefused {
      let until: Instant? = if case .waiting(let until) = server.session.state { until } else { now.instant }
      waits.append(
        Wait(
          what: Wait.What.everything, why: "the server refuses our credentials", since: server.session.refusedSince,
          until: wall(until, now),
          advice: "check e-mail, password and API key, then reload", needsPerson: true))
    }
    if let reason = server.outage.reason {
      waits.append(
        Wait(
          what: Wait.What.list, why: reason, since: server.outage.since,
          until: wall([polling.next, budget.rest(.list)?.until].compactMap(\.self).max(), now),
          advice: "check the server, the network and 'url'", needsPerson: server.outage.needsPerson))
    }
    if let reason = server.lookOutage.reason {
      waits.append(
        Wait(
          what: Wait.What.details, why: reason, since: server.lookOutage.since, until: nil,
          advice: "check the server: several tasks in a row could not be read; one is tried at least once a minute"))
    }
    return waits
  }

  private func waitsOfEndpoints(at now: ClockReading) -> [Wait] {
    var waits: [Wait] = []
    if server.gate.isStopped {
      waits.append(
        Wait(
          what: Wait.What.writes, why: "a write was answered with a word about another task",
          since: server.gate.stoppedAt,
          until: nil, advice: "check url, proxy and DNS, then run capataz reload", needsPerson: true))
    }
    for (endpoint, ban) in server.permissions.bans.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      waits.append(
        Wait(
          what: endpoint.rawValue, why: "the server forbids it: \(ban.reason)", since: ban.since,
          until: wall(ban.nextProbe, now), advice: "give the robot's user the permission", needsPerson: true))
    }
    return waits
  }

  private func waitsOfTasks(at now: ClockReading) -> [Wait] {
    let told = server.troubles.all.filter(\.trouble.isTold)
    var waits = told.prefix(Self.mostTasks).map { task, trouble in
      Wait(
        what: "task \(task)", task: task.rawValue,
        why: trouble.reason + (trouble.failures > 1 ? ", \(trouble.failures) times in a row" : ""),
        since: trouble.since, until: wall(trouble.resumesAt, now), advice: "look at the task; a reload tries it at once"
      )
    }
    if told.count > Self.mostTasks {
      waits.append(
        Wait(
          what: "\(told.count - Self.mostTasks) more tasks", why: "calls for them fail", since: nil, until: nil,
          advice: "see the log: decision.blocked"))
    }
    return waits
  }
}
