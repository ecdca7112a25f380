package import Engine
package import Foundation
package import GeoTareas
import JSON
import Pacing
package import Records

/// What a durable journal would hold: applies records, and hands out what it knows at a start.
package struct TestJournal: Sendable {
  /// All intents in the order of their coming.
  package private(set) var all: [Intent] = []
  private var places: [String: Int] = [:]
  /// In the order of their last changes.
  private var byTask: [TaskID: [Int]] = [:]
  /// What pools gave away.
  private var byInstance: [String: [Int]] = [:]
  private var lastView: TaskListing?
  private var open: Set<TaskID> = []
  private var lastRequest: CallID = 0
  private var lastIntent = 0
  package private(set) var requests: [CallID: RequestEntry] = [:]
  package private(set) var decisions: [DecisionEntry] = []
  package private(set) var views: [TaskListing] = []
  package private(set) var details: [TaskID: TaskListing.Detail] = [:]
  package private(set) var touches: [TaskID: Date] = [:]
  package private(set) var holds: [Hold] = []
  package private(set) var standings: [TenantStanding] = []
  package private(set) var grounds: [Grounds] = []
  package private(set) var loads: [LoadedRules] = []
  /// What metrics count, in all.
  package private(set) var counted: [Counted: Int] = [:]
  package private(set) var lessons: [Endpoint: Lesson] = [:]
  package private(set) var forms: [StepName: KnownForm] = [:]
  package private(set) var shapes: [Endpoint: KnownShape] = [:]
  private var lastHold: Int64 = 0
  /// Every state an intent was committed in, in order.
  package private(set) var history: [(id: String, state: Intent.State)] = []
  /// False where only what a new start needs is kept.
  private let keepsAll: Bool

  package init(keepsAll: Bool = true) { self.keepsAll = keepsAll }

  package mutating func apply(_ records: [JournalEntry]) {
    for record in records {
      switch record {
      case .intent(let intent): put(intent)
      case .requestSent(let entry):
        requests[entry.id] = entry
        lastRequest = max(lastRequest, entry.id)
      case .requestSettled(let id, let stamp): requests[id]?.settled = stamp
      case .requestWithdrawn(let id): requests[id] = nil
      case .decision(let entry): if keepsAll { decisions.append(entry) }
      case .touched(let task, let at): touches[task] = at
      case .touchesForgotten(let date): touches = touches.filter { $0.value >= date }
      case .hold(let rule, let why, let at): hold(rule: rule, why: why, by: Hold.signature, at: at)
      case .holdEnded(let number, _): release(number)
      case .learnt(let lesson): lessons[lesson.endpoint] = lesson
      case .view(let listing):
        lastView = listing
        if !keepsAll {
          let listed = Set(listing.rows.map(\.task.id))
          details = details.filter { listed.contains($0.key) }
        }
        if keepsAll { views.append(listing) }
      case .standing(let standing): if keepsAll { standings.append(standing) }
      case .grounds(let grounds): if keepsAll { self.grounds.append(grounds) }
      case .rulesLoaded(let rules): if keepsAll { loads.append(rules) }
      case .counted(let counts): if keepsAll { counted.merge(counts, uniquingKeysWith: +) }
      case .detail(let detail, let at):
        details[detail.task.id] = TaskListing.Detail(detail, at: at)
      // Without them a start learns anew.
      case .form(let known): if keepsAll { forms[known.form.step] = known }
      case .shape(let known): if keepsAll { shapes[known.endpoint] = known }
      }
    }
  }

  package mutating func hold(
    rule: String? = nil, task: TaskID? = nil, why: String = "testing", by name: String = "ana", at now: Date,
    term: Hold.Term? = nil
  ) {
    lastHold += 1
    holds.append(
      Hold(
        number: lastHold, tenant: "acme", rule: rule, task: task, why: why, by: name, since: now, term: term))
  }

  /// The holds in force once these records are kept.
  package func holds(after records: [JournalEntry]) -> [Hold] {
    holds.filter { hold in
      !records.contains { if case .holdEnded(hold.number, _) = $0 { true } else { false } }
    }
  }

  package mutating func release() { holds = [] }

  package mutating func release(_ number: Int64) { holds.removeAll { $0.number == number } }

  /// A person's verdict on the last intent of a task; nil unless it is parked.
  package mutating func resolve(_ task: String, _ resolution: Resolution, at now: Date) -> Intent? {
    guard let parked = all.last(where: { $0.task.rawValue == task && $0.state == .parked }) else { return nil }
    return resolve(parked, resolution, at: now)
  }

  /// A person's verdict on a parked intent.
  package mutating func resolve(_ parked: Intent, _ resolution: Resolution, at now: Date) -> Intent {
    let resolved = parked.resolved(resolution, by: "ana", why: "seen", at: now)
    apply([.intent(resolved)])
    return resolved
  }

  /// What waits for a person.
  package var parked: [Intent] {
    open.sorted().flatMap { known(of: $0) }.filter { $0.state == .parked }
  }

  /// Why a real journal would not take a new intent: each effect has one place, and a request must be there again when it
  /// is read back.
  package func objection(to intent: Intent) -> String? {
    guard intent.write.isReadBack else {
      return "\(intent.id): the request \(intent.write.body.text.prefix(120)) cannot be read back"
    }
    return conflict(in: [.intent(intent)]).map { "\(intent.id): \($0.why)" }
  }

  /// How many effects are in doubt.
  package var doubtCount: Int { open.count { known(of: $0).last?.state == .unknown } }

  private mutating func put(_ intent: Intent) {
    if let place = places[intent.id] {
      all[place] = intent
      byTask[intent.task]?.removeAll { $0 == place }
      byTask[intent.task]?.append(place)
    } else {
      places[intent.id] = all.count
      byTask[intent.task, default: []].append(all.count)
      if intent.pool != nil { byInstance[intent.instance, default: []].append(all.count) }
      all.append(intent)
      // A failed commit may keep an earlier one for later.
      lastIntent = max(lastIntent, intent.id.split(separator: "-").last.flatMap { Int($0) } ?? 0)
    }
    if intent.state.isUnresolved {
      open.insert(intent.task)
    } else if open.contains(intent.task), !known(of: intent.task).contains(where: \.state.isUnresolved) {
      open.remove(intent.task)
    }
    if keepsAll { history.append((intent.id, intent.state)) }
  }

  package subscript(id: String) -> Intent? { places[id].map { all[$0] } }

  package func states(of task: String) -> [Intent.State] {
    history.filter { self[$0.id]?.task.rawValue == task }.map(\.state)
  }

  /// All intents of a task, in the order of their last changes.
  package func known(of task: TaskID) -> [Intent] { (byTask[task] ?? []).map { all[$0] } }

  package func recollect(_ tasks: [TaskID], instances: [String]) -> Recollection {
    let lasting: Set<Intent.State> = [.armed, .unknown, .done, .parked]
    var keepers: [String: [String: String]] = [:]
    for instance in instances {
      for intent in (byInstance[instance] ?? []).map({ all[$0] }) where lasting.contains(intent.state) {
        guard let pool = intent.pool, case .reassign(let recipient, _) = intent.write else { continue }
        keepers[instance, default: [:]][pool] = recipient.id
      }
    }
    let touched = tasks.compactMap { task in touches[task].map { (task, $0) } }
    return Recollection(
      intents: recall(tasks), touches: Dictionary(touched) { first, _ in first }, keepers: keepers)
  }

  /// The tasks as they were seen last, with their details, as commands look at them; nil before the first time.
  package var latestListing: TaskListing? {
    guard var listing = lastView else { return nil }
    listing.details = details
    return listing
  }

  package func recall(_ tasks: [TaskID]) -> [TaskID: [Intent]] {
    var answer: [TaskID: [Intent]] = [:]
    for task in tasks where byTask[task] != nil { answer[task] = known(of: task) }
    return answer
  }

  /// What pools gave their members in all.
  private var shares: [PoolShare] {
    var shares: [String: PoolShare] = [:]
    for (place, intent) in all.enumerated() where intent.attempts > 0 {
      guard let pool = intent.pool, case .reassign(let recipient, _) = intent.write else { continue }
      let key = "\(pool) \(recipient.id)"
      let given = shares[key]?.given ?? 0
      shares[key] = PoolShare(
        pool: pool, member: recipient.id, given: given + 1, lastGiven: intent.createdAt, lastNumber: place)
    }
    return shares.values.sorted { ($0.pool, $0.member) < ($1.pool, $1.member) }
  }

  /// How the tasks of the last view were, but for those that we may have changed around or since then.
  private var seen: [TaskID: TaskState] {
    guard let lastView else { return [:] }
    var seen: [TaskID: TaskState] = [:]
    for row in lastView.rows {
      let isOurs = known(of: row.task.id).contains { $0.attempts > 0 && $0.latestStamp >= lastView.at - 3_600 }
      if !isOurs, let state = TaskState(row.task) { seen[row.task.id] = state }
    }
    return seen
  }

  /// What a new start is told; `since` leaves out what limits no longer count.
  package func recovery(since: Date = .distantPast) -> Recovery {
    let tasks = open.sorted()
    let unsettled = tasks.flatMap { self.known(of: $0) }
    let known = recollect(tasks, instances: Set(unsettled.map(\.instance)).sorted())
    var recovery = Recovery(
      open: unsettled, touches: known.touches, keepers: known.keepers,
      requests: requests.values.sorted { $0.id < $1.id },
      nextIntent: lastIntent + 1, nextRequest: lastRequest + 1,
      recent: all.filter { $0.attempts > 0 && $0.latestStamp >= since }.map { BegunEffect($0) }, shares: shares,
      seen: seen, holds: holds, lessons: lessons.values.sorted { $0.endpoint.rawValue < $1.endpoint.rawValue })
    recovery.forms = forms.values.sorted { $0.form.step < $1.form.step }
    recovery.shapes = shapes.values.sorted { $0.endpoint.rawValue < $1.endpoint.rawValue }
    return recovery
  }

  /// The record of a commit that the journal's unique indexes do not take, and why; nil where they take all.
  package func conflict(in records: [JournalEntry]) -> (record: JournalEntry, why: String)? {
    var changed: [String: Intent] = [:]
    for record in records {
      guard case .intent(let intent) = record else { continue }
      let others = known(of: intent.task).map { changed[$0.id] ?? $0 } + changed.values.filter { self[$0.id] == nil }
      for other in others where other.task == intent.task && other.id != intent.id {
        if other.state.isUnresolved, intent.state.isUnresolved { return (record, "\(other.id) is unresolved") }
        if other.episode == intent.episode, other.effect == intent.effect {
          return (record, "\(other.id) has the same effect")
        }
      }
      changed[intent.id] = intent
    }
    return nil
  }

  /// Forgets requests older than matters, so that long runs stay fast.
  package mutating func prune() { requests = requests.filter { $0.key > lastRequest - 300 } }
}
