import Foundation
import GeoTareas
import Rules

/// Who was given what by each pool, so that a restart goes on where it was.
struct PoolDesk: Sendable, Equatable {
  private var standings: [String: PoolStanding] = [:]
  private var openTasks: [String: Int] = [:]
  /// The same of the last part of a round that was counted, and of those before it.
  private var counted: [String: Int] = [:]
  private var countedBefore: [String: Int] = [:]
  private var part = 0
  /// As long as the journal remembers who had whose instance.
  private static let memory: TimeInterval = 180 * 86_400

  /// When a task of each instance was last given away.
  private var instances: [String: Date] = [:]
  /// The last effect counted for each task.
  private var noted: [TaskID: String] = [:]

  /// How many tasks are held.
  var count: Int { noted.count }

  /// Counts a task that a pool gave away; once, however many attempts it takes.
  mutating func note(_ intent: Intent) {
    guard let pool = intent.pool, case .reassign(let recipient, _) = intent.write else { return }
    guard noted.updateValue(intent.id, forKey: intent.task) != intent.id else { return }
    standings[pool, default: PoolStanding()].note(
      Reassignment.Assignee(recipient), instance: intent.instance, at: intent.createdAt)
    openTasks[recipient.id, default: 0] += 1
    instances[intent.instance] = intent.createdAt
  }

  /// Forgets what nobody will ask about: tasks that are not `kept`, and instances that had no task for long.
  mutating func prune(keeping kept: (TaskID) -> Bool, at now: Date) {
    noted.prune { task, _ in kept(task) }
    for (instance, last) in instances where last < now - Self.memory {
      instances[instance] = nil
      for pool in standings.keys { standings[pool]?.keeper[instance] = nil }
    }
  }

  /// Counts everybody's open tasks anew, from the states in which a poll showed them.
  ///
  /// Where that was only a part of them, what the round before has shown stands until this one has shown more.
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

  /// Counts a candidate as if it had gone through.
  mutating func foresee(_ candidate: Candidate, of instance: String, at now: Date) {
    guard let pool = candidate.pool, case .reassign(let recipient, _) = candidate.write else { return }
    standings[pool, default: PoolStanding()].note(Reassignment.Assignee(recipient), instance: instance, at: now)
    openTasks[recipient.id, default: 0] += 1
  }

  /// Whom a pool gives a task to, as things stand.
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
