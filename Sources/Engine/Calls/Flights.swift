import GeoTareas
import Pacing
import Records

/// A call under way, and what its answer is for.
struct Flight: Sendable, Equatable {
  enum Purpose: Sendable, Equatable {
    case login, page
    /// The look at a task before a write.
    case look(Candidate)
    case write(Intent)
    /// A read of a task in doubt.
    case verify(TaskID)
    /// A read of what some rule asks about a task.
    case fact(TaskID)
    /// A spare read, which shows the form of the task's step.
    case form(TaskID)

    /// What a write goes by; nil for reads.
    func permit(at now: Instant) -> WritePermit? {
      guard case .write(let intent) = self else { return nil }
      return WritePermit(rule: intent.rule, task: intent.task, decided: now, intent: intent.id)
    }
  }

  var purpose: Purpose
  var endpoint: Endpoint
  /// The token it was made with, as the session counts them.
  var generation: Int
  var sent: Instant

  var isWrite: Bool {
    if case .write = purpose { true } else { false }
  }

  /// The task whose details some rule asks for.
  fileprivate var fact: TaskID? {
    if case .fact(let task) = purpose { task } else { nil }
  }

  /// What is to be done to a task that is being looked at.
  fileprivate var looked: Candidate? {
    if case .look(let candidate) = purpose { candidate } else { nil }
  }

  /// The task that nothing else may be done to meanwhile.
  fileprivate var busy: TaskID? {
    switch purpose {
    case .look(let candidate): candidate.task
    case .write(let intent): intent.task
    case .login, .page, .verify, .fact, .form: nil
    }
  }
}

/// The calls under way, of which there are few.
struct Flights: Sendable {
  private var flights: [CallID: Flight] = [:]
  /// The number of the next call.
  private var next: CallID = 1
  /// The tasks that are being looked at or written to.
  private(set) var busy: Set<TaskID> = []

  var count: Int { flights.count }

  /// The intents whose writes are waited for, in the order they were sent.
  var writes: [String] {
    flights.sorted { $0.key < $1.key }.compactMap {
      if case .write(let intent) = $0.value.purpose { intent.id } else { nil }
    }
  }

  /// True while the answer to a write is waited for.
  var isWriting: Bool { flights.values.contains(where: \.isWrite) }

  /// True while a page of the list is waited for.
  var isReadingPage: Bool { flights.values.contains { $0.purpose == .page } }

  /// True while a detail is waited for that some rule asks for.
  var isReadingFact: Bool { flights.values.contains { $0.fact != nil } }

  /// The tasks whose details are waited for because some rule asks for them.
  var facts: [TaskID] { flights.values.compactMap(\.fact) }

  /// All calls but writes, in the order they were made.
  var reads: [CallID] { flights.filter { !$0.value.isWrite }.keys.sorted() }

  /// The calls of earlier runs have lower numbers.
  mutating func number(from next: CallID) { self.next = next }

  /// A call is about to be made: its number.
  mutating func begin(_ purpose: Flight.Purpose, on endpoint: Endpoint, generation: Int, at now: Instant) -> CallID {
    defer { next += 1 }
    let flight = Flight(purpose: purpose, endpoint: endpoint, generation: generation, sent: now)
    flights[next] = flight
    if let task = flight.busy { busy.insert(task) }
    return next
  }

  /// A call is over, answered or never made; nil for one that is not under way.
  mutating func end(_ call: CallID) -> Flight? {
    let flight = flights.removeValue(forKey: call)
    if let task = flight?.busy { busy.remove(task) }
    return flight
  }

  /// How many tasks are being looked at for effects of this kind.
  func looks(where isMeant: (Candidate) -> Bool) -> Int {
    flights.values.count { $0.looked.map(isMeant) ?? false }
  }
}
