import CalendarTime
package import Foundation

/// What must be known about a pool's past and present in order to choose from it.
///
/// The engine keeps it in the journal.
package struct PoolStanding: Sendable, Equatable {
  /// How many tasks each member was given by this pool so far, by id of the user or group.
  package var given: [String: Int]
  /// When each member was given the last of them.
  package var lastGiven: [String: Date]
  /// The member who was given the last task of all; round robin goes on after this one.
  package var lastMember: String?
  /// How many open tasks each member has now, among the tasks that were seen.
  package var open: [String: Int]
  /// Who had the last task of each instance, by instance id.
  package var keeper: [String: String]

  package init(
    given: [String: Int] = [:], lastGiven: [String: Date] = [:], lastMember: String? = nil, open: [String: Int] = [:],
    keeper: [String: String] = [:]
  ) {
    self.given = given
    self.lastGiven = lastGiven
    self.lastMember = lastMember
    self.open = open
    self.keeper = keeper
  }
}

/// The result of a pool's choice.
package enum PoolChoice: Sendable, Equatable {
  case member(Reassignment.Assignee)
  /// No member can take it, so `if_nobody` gets it.
  case stand(Reassignment.Assignee)
  /// Nobody gets it; the reason in words for people.
  case nobody(String)
}

extension Pool {
  /// Chooses who gets `task`.
  ///
  /// Pure: the same standing gives the same choice. Members are passed over who are away, full, or have the task
  /// already (with `not_to: current_assignee`). If it is not known who has the task, that option chooses nobody. With
  /// `same_person_per: instance` the member who had the instance's last task gets it, if available.
  ///
  /// No member has to make up for tasks that others got before. `round_robin` goes on after the last member.
  /// `least_loaded` compares the tasks that are open now, relative to weight. `weighted` uses the number of tasks given
  /// in all, not who got them. So a new or returning member gets a fair share of what comes from now on.
  package func choose(
    for task: TaskView, _ reassignment: Reassignment, _ standing: PoolStanding, at now: Date
  ) -> PoolChoice {
    if reassignment.notToCurrent, task.assignedUser == .unknown || task.assignedGroup == .unknown {
      return .nobody("it is not known who has the task now, and it must not go back to them")
    }
    let today = CivilDate(now, in: task.zone)
    var reasons: [String] = []
    let able = members.filter { member in
      let reason = obstacle(for: member, task, reassignment, standing, today)
      if let reason { reasons.append("\(member.target.id) \(reason)") }
      return reason == nil
    }
    if reassignment.keepsPersonPerInstance, let keeper = standing.keeper[task.instanceID],
      let member = able.first(where: { $0.target.id == keeper })
    {
      return .member(member.target)
    }
    if let member = pick(from: able, standing) { return .member(member.target) }
    let why = "nobody in pool '\(name)' can take it (\(reasons.joined(separator: ", ")))"
    guard let stand = ifNobody else { return .nobody(why) }
    if reassignment.notToCurrent, task.isAssigned(to: stand) {
      return .nobody("\(why), and who steps in has it already")
    }
    return .stand(stand)
  }

  /// Whether `assignee`, who was chosen earlier, may still get the task: a member who is not away, or the one in
  /// `if_nobody`.
  package func stillAdmits(_ assignee: Reassignment.Assignee, for task: TaskView, at now: Date) -> Bool {
    if assignee == ifNobody { return true }
    let today = CivilDate(now, in: task.zone)
    return members.contains { $0.target == assignee && !$0.away.contains { $0.contains(today) } }
  }

  private func obstacle(
    for member: Member, _ task: TaskView, _ reassignment: Reassignment, _ standing: PoolStanding, _ today: CivilDate
  ) -> String? {
    if member.away.contains(where: { $0.contains(today) }) { return "is away" }
    if let most = member.maxOpen, standing.open[member.target.id, default: 0] >= most { return "is full" }
    return reassignment.notToCurrent && task.isAssigned(to: member.target) ? "has it now" : nil
  }

  private func pick(from able: [Member], _ standing: PoolStanding) -> Member? {
    switch pick {
    case .roundRobin:
      let last = standing.last(of: members) ?? -1
      let next = members[(last + 1)...].first { able.contains($0) }
      return next ?? able.first
    case .leastLoaded:
      func load(_ member: Member) -> Int { standing.open[member.target.id, default: 0] }
      // Compare loads relative to weight without dividing.
      return able.enumerated().min { left, right in
        let loads = (load(left.element) * right.element.shares, load(right.element) * left.element.shares)
        if loads.0 != loads.1 { return loads.0 < loads.1 }
        if prefersLongestIdle {
          let times = (standing.lastTime(left.element), standing.lastTime(right.element))
          if times.0 != times.1 { return times.0 < times.1 }
        }
        return left.offset < right.offset
      }?.element
    case .weighted:
      let total = able.reduce(0) { $0 + $1.shares }
      guard total > 0 else { return nil }
      // Steps of the golden ratio round a circle fill it evenly from the first step on, even when members are missing
      // at times.
      let given = standing.given.values.reduce(0, +)
      let turn = UInt64(truncatingIfNeeded: given) &* 0x9E37_79B9_7F4A_7C15
      var place = Int(turn.multipliedFullWidth(by: UInt64(total)).high)
      return able.first { member in
        place -= member.shares
        return place < 0
      }
    }
  }
}

extension Pool.Member {
  fileprivate var shares: Int { max(1, weight) }
}

extension Reassignment.Assignee {
  /// The id of the user or the group.
  package var id: String {
    switch self {
    case .user(let id), .group(let id): id
    }
  }
}

extension TaskView {
  /// True when the task is known to be with `assignee`.
  package func isAssigned(to assignee: Reassignment.Assignee) -> Bool {
    switch assignee {
    case .user(let id): assignedUser.value?.id == id
    case .group(let id): assignedGroup.value?.id == id
    }
  }
}

extension PoolStanding {
  /// Notes that `pool` gave a task of `instance` to `assignee`, who now has one more open task.
  package mutating func note(_ assignee: Reassignment.Assignee, instance: String, at now: Date) {
    given[assignee.id, default: 0] += 1
    lastGiven[assignee.id] = now
    lastMember = assignee.id
    open[assignee.id, default: 0] += 1
    keeper[instance] = assignee.id
  }

  /// The place of the member who was given the last task; found by time, where the last one given a task is no longer a
  /// member.
  fileprivate func last(of members: [Pool.Member]) -> Int? {
    if let place = members.firstIndex(where: { $0.target.id == lastMember }) { return place }
    return members.indices.filter { lastGiven[members[$0].target.id] != nil }
      .max { lastTime(members[$0]) < lastTime(members[$1]) }
  }

  fileprivate func lastTime(_ member: Pool.Member) -> Date { lastGiven[member.target.id] ?? .distantPast }
}
