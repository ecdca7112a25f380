package import Engine
package import GeoTareas
package import Journal
import Log
import Pacing
import Platform
import Records
package import TenantRuntime

/// Reads single tasks for commands, one call after the other, with tokens from the tenant's own ledger.
///
/// Every call is journalled before it is made, like the daemon's calls, so that the next process knows about it.
package struct Lookup: Sendable {
  private let settings: Settings
  private let journal: Journal
  private let gateway: APIClient
  private let clock = SystemClock()
  private let progress: WorkProgress
  private var budget: Budget
  private var nextRequest: CallID
  private var isLoggedIn: Bool

  /// Takes the ledger from the journal; the caller holds the journal, and no engine runs in the meantime.
  ///
  /// - Parameters:
  ///   - isLoggedIn: Whether `gateway` already has a token.
  ///   - progress: Is told what is waited for.
  package init(
    settings: Settings, journal: Journal, gateway: APIClient, isLoggedIn: Bool,
    progress: WorkProgress = .silent
  ) async throws(JournalError) {
    let now = clock.now()
    let recovery = try await journal.recover(tenant: settings.tenant, asOf: now)
    self.settings = settings
    self.journal = journal
    self.gateway = gateway
    self.progress = progress
    budget = Budget(settings, after: recovery, asOf: now)
    self.isLoggedIn = isLoggedIn || !settings.logsIn
    nextRequest = recovery.nextRequest
  }

  /// Reads a task's detail; waits while the limit asks for it.
  package mutating func detail(of task: TaskID) async throws(LookupError) -> TaskDetail {
    guard task.pathSegment != nil else { throw .notFound(task) }
    var triesLeft = 3
    while true {
      if !isLoggedIn { try await logIn() }
      triesLeft -= 1
      let reply = try await call(.detail(task))
      switch reply {
      case .success(_, let data, _):
        guard let detail = TaskDetail(data), detail.task.id == task else {
          throw .unreadable("the answer about task \(task) is not about it")
        }
        return detail
      case .refusal(401, _) where settings.logsIn && triesLeft > 0: isLoggedIn = false
      case .refusal(429, _) where triesLeft > 0: continue
      case .refusal(404, _): throw .notFound(task)
      case .refusal(let status, let error): throw .refused(status: status, error)
      case .foreign(let status, let why): throw .unreadable("answer \(status): \(why)")
      }
    }
  }

  private mutating func logIn() async throws(LookupError) {
    switch try await call(.login) {
    case .success: isLoggedIn = true
    case .refusal(let status, let error): throw .refused(status: status, error)
    case .foreign(let status, let why): throw .unreadable("login: answer \(status): \(why)")
    }
  }

  /// Makes one call: waits for a token, journals that it is taken, sends, and journals that it is on its way back.
  private mutating func call(_ call: GeoTareas.Call) async throws(LookupError) -> Reply {
    let endpoint = call.endpoint
    try await waitForToken(endpoint)
    let id = nextRequest
    nextRequest += 1
    let sent = clock.now()
    budget.take(endpoint, id, at: sent.instant)
    try await commit(.requestSent(RequestEntry(id: id, endpoint: endpoint, sent: sent)))
    let answer = await gateway.perform(call)
    let back = clock.now()
    switch answer {
    case .failure(let error):
      if error.reach == .notSent {
        budget.giveBack(endpoint, id)
        try await commit(.requestWithdrawn(id: id))
      } else {
        budget.lose(endpoint, id, at: back.instant)
        try await commit(.requestSettled(id: id, at: back))
      }
      throw .unreachable(error.description)
    case .success(let response):
      _ = budget.heed(response, to: id, on: endpoint, at: back.instant)
      try await commit(.requestSettled(id: id, at: back))
      return Reply(response)
    }
  }

  private func waitForToken(_ endpoint: Endpoint) async throws(LookupError) {
    while true {
      let now = clock.instant()
      let free = budget.earliest(endpoint, at: now, .urgent) ?? now + .seconds(1)
      if free <= now { return }
      let wait = free - now
      progress.wait(for: ReadingProgress.limit(endpoint), until: free)
      do { try await ContinuousClock().sleep(for: max(.milliseconds(5), wait)) } catch {
        throw .unreachable("given up while waiting for the limit")
      }
    }
  }

  private func commit(_ record: JournalEntry) async throws(LookupError) {
    do throws(JournalError) { try await journal.commit([record], tenant: settings.tenant) } catch {
      throw .journal(error)
    }
  }
}

/// Why a task could not be looked up.
package enum LookupError: Error, Equatable {
  case journal(JournalError)
  /// There is no such task, or our user may not see it.
  case notFound(TaskID)
  /// The API itself refuses.
  case refused(status: Int, APIError)
  /// No whole answer came back.
  case unreachable(String)
  /// Something other than the API answered.
  case unreadable(String)
}

extension LookupError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .journal(let error): error.description
    case .notFound(let task): "the server has no task '\(LogText.safe(task.rawValue))' that this user may see"
    case .refused(let status, let error):
      "the server refuses: \(status) \(LogText.safe(error.code)): \(LogText.safe(error.message))"
    case .unreachable(let why): "the server cannot be reached: \(LogText.safe(why))"
    case .unreadable(let why): "the server's answer cannot be read: \(LogText.safe(why))"
    }
  }
}
