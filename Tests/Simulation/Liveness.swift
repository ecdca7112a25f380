import Engine
import GeoTareas
import Log
import Pacing
import Records

/// How long each open task has waited for what a rule must do to it, and how long it may.
///
/// An independent reckoning: it knows the truth about the tasks, the limits, and what befell each call, and nothing of how
/// the engine orders its work. A wait ends when an attempt is armed, or when the journal says what the task waits for; what
/// befalls the world in between is added to the time it may take.
struct Liveness {
  /// What a rule must do to a task.
  struct Want: Equatable {
    var rule: String
    var endpoint: Endpoint
    var state: TaskState
    var needsDetails: Bool
    /// True where calls about the task are answered badly for ever: then it must be named.
    var isBroken: Bool
  }

  struct Wait {
    var id: TaskID
    var want: Want
    var since: Duration
    /// What it may take beyond the bound.
    var debt: Duration
    /// The same when the present trouble began.
    var debtBefore: Duration
    /// Calls about other tasks since it began.
    var others: [TaskID: Int] = [:]
    /// Reads of the task that failed, or showed it as it was before.
    var ownFaults = 0
    var hasLost = false
  }

  /// After the end of an outage with something overdue: an effect is due.
  struct Promise {
    var kind: Trouble.Kind
    var end: Duration
    var due: Duration
  }

  /// Stands for the rows that cannot be read, while there are any.
  static let rows = TaskID("rows")

  /// How it shows that no call about a task can come to anything.
  enum Vanity {
    /// Somebody has said no.
    case final
    /// Another answer may come any time.
    case open
  }

  /// So many calls about one other task may go before.
  static let mostOthers = 4

  let settings: Settings
  let patience: Patience
  /// What a neighbour leaves of a limit, as far as it can be used.
  let share: Double
  let sharesReads: Bool
  let pageCap: Int
  let tellsTotal: Bool
  var waits: [Wait] = []
  /// Tasks that a report named.
  var named: Set<TaskID> = []
  /// Until when what has happened may hold up what begins to wait now.
  var cloud: Duration = .zero
  /// The same when the present trouble began.
  var cloudBefore: Duration = .zero
  /// Failures in a row.
  var badPages = 0
  var badLogins = 0
  var badWrites = 0
  var denials = 0
  /// Tasks whose details were not given since one was.
  var blind: Set<TaskID> = []
  /// Refusals by the limit of an endpoint that were not its fault.
  var strikes: [Endpoint: Int] = [:]
  var rooms: [Endpoint: Double] = [:]
  /// Those in a row that did not say how long to wait.
  var unstated: [Endpoint: Int] = [:]
  var lostAt: Duration = .seconds(-1_000)
  var trouble: (kind: Trouble.Kind, began: Duration)?
  var promise: Promise?
  /// What failed in the present trouble: tasks, or endpoints.
  var evidence: Set<String> = []
  /// Calls of the last hour about tasks to which nothing can be done.
  var vain: [TaskID: [Duration]] = [:]
  /// True once one of them was of a kind that may end.
  var mayVainEnd = false
  /// When one was made last while it was told that single tasks cannot be read, and whether that was within the hour.
  var lastProbe: Duration = .seconds(-3_600)
  var isProbedLately = false
  /// Tasks whose writes were answered 403 since one of the endpoint was let through.
  var forbidden: [Endpoint: Set<TaskID>] = [:]
  /// Endpoints of which a write was ever let through.
  var permitted: Set<Endpoint> = []
  /// Endpoints that a report says are forbidden.
  var banned: Set<Endpoint> = []
  /// Whether it is told that single tasks cannot be read, whichever.
  var isBlindTold = false
  /// Whether it is told that a stop button is pressed: its release is believed when two polls say so.
  var isButtonTold = false
  /// Until when nothing is judged: this side does not run.
  var silentUntil: Duration = .zero
  var openTasks = 0
  /// How many waits took how many tenths of their time.
  private(set) var shares = [Int](repeating: 0, count: 11)

  init(_ scenario: Scenario) {
    settings = scenario.settings
    patience = scenario.patience
    share = scenario.oddities.contains(.neighbour) ? 0.7 * 0.75 : 1
    sharesReads = scenario.sharesReads || scenario.settings.reads == .unknown
    pageCap = scenario.pageCap
    tellsTotal = !scenario.oddities.contains(.clamped)
    measureRooms()
  }

  // MARK: Waiting

  /// A task is wanted so, or not at all, from now on.
  mutating func want(_ want: Want?, of id: TaskID, at now: Duration) {
    let place = waits.firstIndex { $0.id == id }
    guard let want else {
      if let place { end(waits.remove(at: place), at: now) }
      return
    }
    guard let place else {
      let debt = max(.zero, cloud - now) + (now - lostAt < lostTime ? settings.lateApply : .zero)
      return waits.append(Wait(id: id, want: want, since: now, debt: debt, debtBefore: debt))
    }
    if waits[place].want != want {
      end(waits.remove(at: place), at: now)
      self.want(want, of: id, at: now)
    }
  }

  /// A wait is over: how much of its time it took.
  private mutating func end(_ wait: Wait, at now: Duration) {
    guard !wait.want.isBroken else { return }
    let share = (now - wait.since).inSeconds / max(1, (due(wait) - wait.since).inSeconds)
    shares[max(0, min(Int(share * 10), 10))] += 1
  }

  /// This side begins anew, or wakes up and goes on: all waits begin anew.
  mutating func beginAnew(at now: Duration, remembering: Bool) {
    promise = nil
    silentUntil = now
    // Requests under way may still arrive, and what was known of the tasks is old.
    var debt = lostTime + settings.settleTime + settings.pollEvery + pollTime
    if remembering { debt += max(.zero, cloud - now) }
    for place in waits.indices {
      waits[place].since = max(now, waits[place].since)
      waits[place].debt = debt
      waits[place].debtBefore = debt
      waits[place].others = [:]
    }
    cloud = now + debt
    vain = [:]
    if !remembering {
      forbidden = [:]
      permitted = []
      banned = []
      isBlindTold = false
      isButtonTold = false
    }
  }

  /// A task is gone; the calls about it were made all the same.
  mutating func forget(_ id: TaskID) { named.remove(id) }

  /// How things stand is kept for people who ask: what waits is named there, too.
  mutating func hear(_ standing: TenantStanding, at now: Duration) {
    for wait in standing.waits { wait.task.map { _ = named.insert(TaskID($0)) } }
    let wasTold = isBlindTold
    isBlindTold = standing.waits.contains { $0.what == "reading single tasks" }
    if wasTold, !isBlindTold { tellAnew(at: now) { _ in true } }
  }

  /// A person reloads: all is tried at once, and what cannot be got on with is told anew.
  mutating func reload(at now: Duration) {
    vain = [:]
    tellAnew(at: now) { _ in true }
  }

  /// From now on what cannot be got on with is to be told by itself.
  private mutating func tellAnew(at now: Duration, _ concerns: (Want) -> Bool) {
    for place in waits.indices where waits[place].want.isBroken && concerns(waits[place].want) {
      waits[place].since = now
    }
  }

  func isWaiting(for id: TaskID) -> Bool { waits.contains { $0.id == id } }

  mutating func hear(_ entry: LogEntry, at now: Duration) {
    // Told in one record for all of them.
    if entry.name == .pollRowUnreadable || entry.fields.contains(where: { $0.key == "rows" }) {
      named.insert(Self.rows)
    }
    if let field = entry.fields.first(where: { $0.key == "endpoint" }), let endpoint = Endpoint(rawValue: field.value) {
      if entry.name == .tenantForbidden { banned.insert(endpoint) }
      if entry.name == .tenantOK, banned.remove(endpoint) != nil {
        tellAnew(at: now) { $0.endpoint == endpoint }
      }
    }
    if entry.fields.contains(where: { $0.key == "by" && $0.value == "stop_button" }) {
      isButtonTold = entry.name == .holdSet
      // What it held up begins now.
      if let promise { self.promise?.due += now - promise.end }
    }
    guard let task = entry.fields.first(where: { $0.key == "task" }) else { return }
    switch entry.name {
    case .decisionAct, .decisionShadow, .decisionShadowed, .intentArmed: return
    default: named.insert(TaskID(task.value))
    }
  }
}
