import Foundation
import GeoTareas
import Records
import Rules

/// Who was given what by each pool, so that a restart goes on where the last run stopped.
struct PoolAssignments: Sendable, Equatable {
  private var standings: [String: PoolStanding] = [:]
  private var openTasks: [String: Int] = [:]
  /// Open tasks of each member, counted in the last part of a round and in the parts before it.
  private var counted: [String: Int] = [:]
  private var countedBefore: [String: Int] = [:]
  private var part = 0
  /// The instance of each task whose keepers are in memory.
  private var instances: [TaskID: String] = [:]
  /// The last effect counted for each task.
  private var noted: [TaskID: String] = [:]

  /// How many tasks are held.
  var count: Int { max(noted.count, instances.count) }

  init(_ shares: [PoolShare] = []) {
    for (pool, shares) in Dictionary(grouping: shares, by: \.pool) {
      standings[pool] = PoolStanding(
        given: Dictionary(shares.map { ($0.member, $0.given) }) { $0 + $1 },
        lastGiven: Dictionary(shares.map { ($0.member, $0.lastGiven) }, uniquingKeysWith: max),
        lastMember: shares.max { $0.lastNumber < $1.lastNumber }?.member)
    }
  }

  /// Counts a task that a pool gave away, once, however many attempts it takes.
  mutating func note(_ intent: Intent) {
    guard let pool = intent.pool, case .reassign(let recipient, _) = intent.write else { return }
    guard noted.updateValue(intent.id, forKey: intent.task) != intent.id else { return }
    openTasks[recipient.id, default: 0] += 1
    instances[intent.task] = intent.instance
    // The journal has counted an attempt of an earlier run.
    guard intent.attempts <= 1 else {
      standings[pool, default: PoolStanding()].keeper[intent.instance] = recipient.id
      return
    }
    standings[pool, default: PoolStanding()].note(
      Reassignment.Assignee(recipient), instance: intent.instance, at: intent.createdAt)
  }

  /// Takes over who had the last task of some tasks' instances, unless this run knows of a later one.
  mutating func learn(_ keepers: [String: [String: String]], of tasks: [TaskID: String]) {
    instances.merge(tasks) { _, new in new }
    for (instance, members) in keepers {
      for (pool, member) in members where standings[pool]?.keeper[instance] == nil {
        standings[pool, default: PoolStanding()].keeper[instance] = member
      }
    }
  }

  /// Forgets what the journal can tell again: tasks that are not `kept`, and instances that have no such task.
  mutating func prune(keeping kept: (TaskID) -> Bool) {
    noted.prune { task, _ in kept(task) }
    guard instances.contains(where: { !kept($0.key) }) else { return }
    let all = Set(instances.values)
    instances.prune { task, _ in kept(task) }
    let gone = all.subtracting(instances.values)
    for pool in standings.keys {
      for instance in gone { standings[pool]?.keeper[instance] = nil }
    }
  }

  /// Counts everybody's open tasks again, from the states in which a poll showed them.
  ///
  /// Where the poll showed only a part of the tasks, the counts of the round before stand until this round has shown
  /// more.
  mutating func count(_ states: some Sequence<TaskState>, in round: PollRound) {
    if part != round.shownPart {
      countedBefore = round.isFirstPart ? [:] : countedBefore.merging(counted, uniquingKeysWith: +)
      part = round.shownPart
    }
    counted = [:]
    for state in states where state.isOpen {
      for assignee in [state.user, state.group] {
        if let assignee { counted[assignee, default: 0] += 1 }
      }
    }
    let all = countedBefore.merging(counted, uniquingKeysWith: +)
    if round.isOver { openTasks = all } else { openTasks.merge(all, uniquingKeysWith: max) }
  }

  /// Counts a candidate as if its effect had been made.
  mutating func foresee(_ candidate: Candidate, of instance: String, at now: Date) {
    guard let pool = candidate.pool, case .reassign(let recipient, _) = candidate.write else { return }
    standings[pool, default: PoolStanding()].note(Reassignment.Assignee(recipient), instance: instance, at: now)
    openTasks[recipient.id, default: 0] += 1
  }

  /// The recipient that a pool chooses for a task, as things stand.
  func choose(_ pool: Pool, for task: TaskView, _ reassignment: Reassignment, at now: Date) -> PoolChoice {
    var standing = standings[pool.name] ?? PoolStanding()
    standing.open = openTasks
    return pool.choose(for: task, reassignment, standing, at: now)
  }
}

extension Reassignment.Assignee {
  init(_ recipient: Write.Recipient) {
    self =
      switch recipient {
      case .user(let id): .user(id: id)
      case .group(let id): .group(id: id)
      }
  }
}

extension Write.Recipient {
  init(_ assignee: Reassignment.Assignee) {
    self =
      switch assignee {
      case .user(let id): .user(id: id)
      case .group(let id): .group(id: id)
      }
  }
}
