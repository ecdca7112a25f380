import GeoTareas
import Pacing

/// Where each answer goes.
extension Engine {
  mutating func take(_ answer: Result<HTTPResponse, TransportError>, to id: CallID, at now: Stamp) {
    guard let flight = flights.removeValue(forKey: id) else { return }
    var records: [Record] = []
    switch answer {
    case .failure(let error) where error.reach == .notSent:
      budget.giveBack(flight.endpoint, id)
      records.append(.requestWithdrawn(id: id))
    case .failure:
      // It may still be on its way, with no answer to prove that it has arrived. In the journal it stays open, which
      // means the same.
      budget.settle(flight.endpoint, id, at: max(now.instant, flight.sent + settings.lateApply))
    case .success(let response):
      records.append(.requestSettled(id: id, at: now))
      note(response, to: id, on: flight.endpoint, &records, at: now)
    }
    if case .success = answer { tellsTLS = true }
    if case .failure(let error) = answer, error.kind == .tls, tellsTLS {
      tellsTLS = false
      report(.tlsVerifyFailed, .err, "the server's certificate was not accepted: \(error.detail)")
    }
    // The name led elsewhere before: nothing is begun until a poll finds the right place again.
    if case .failure(let error) = answer, error.kind == .refusedAddress { gate.suspend() }
    let requestID: String? = if case .success(let response) = answer { response.header("X-Request-Id") } else { nil }
    switch flight.purpose {
    case .login:
      commit(records)
      finishLogin(answer, at: now)
    case .page:
      commit(records)
      takePage(answer, flight, at: now)
    case .look(let candidate):
      commit(records)
      takeLook(answer, at: candidate, flight, at: now)
    case .verify(let task):
      commit(records)
      takeEvidence(answer, about: task, flight, at: now)
    case .fact(let task):
      commit(records)
      takeFact(answer, about: task, flight, at: now)
    case .write(let intent):
      takeOutcome(answer, of: intent, flight, records, requestID, at: now)
    }
  }

  /// The flight ends without an answer and without having been sent: its work goes back to where it came from.
  mutating func abandon(_ flight: Flight, at now: Stamp) {
    switch flight.purpose {
    case .login: session.state = .closed
    case .page: break
    case .look(let candidate):
      busy.remove(candidate.task)
      queue.putBack(candidate)
    case .verify(let task): doubts[task]?.call = nil
    case .fact(let task): curious.append(task)
    case .write(var intent):
      busy.remove(intent.task)
      intent.state = .planned
      intent.attempts -= 1
      intent.note = "not sent: the journal did not keep the attempt"
      book.put(intent, at: now.instant)
      // Nothing was used up.
      if intent.attempts == 0 { allowances.forget(intent.id) }
      cycleUse[intent.rule, default: 1] -= 1
    }
  }

  /// Starts the token's way back, and learns what the answer says of the limit.
  private mutating func note(
    _ response: HTTPResponse, to id: CallID, on endpoint: Endpoint, _ records: inout [Record], at now: Stamp
  ) {
    let headers = RateLimitHeaders(response)
    guard response.status == 429 else {
      budget.settle(endpoint, id, at: now.instant, headers)
      // A 503 may say when to come back as well.
      if let wait = headers.retryAfter { budget.block(endpoint, until: now.instant + wait) }
      return
    }
    let refusal = budget.refuse(endpoint, id, at: now.instant, headers)
    records.append(.learnt(budget.lesson(endpoint, at: now)))
    tally.count(.rateLimited)
    let why = refusal.isForeign ? ", by requests that are not ours" : " although our own requests keep it"
    report(
      .rateLimited, .warning,
      "the server's limit of \(endpoint.rawValue) was exceeded\(why); waiting \(refusal.wait.inWords)",
      [
        .init("endpoint", endpoint.rawValue), .init("retry_after_ms", String(Int(refusal.wait.inSeconds * 1_000))),
        .init("foreign", String(refusal.isForeign)),
      ])
  }

  /// A 401 to a call: log in again once, or stop and tell.
  mutating func takeUnauthorized(_ flight: Flight, at now: Stamp) {
    let consequence = session.refused(
      generation: flight.generation, logsIn: settings.logsIn, at: now.instant,
      retryGap: max(.seconds(60), settings.pollEvery * 2), retryAt: now.instant + settings.refusedProbe)
    if session.state != .open, isPolling {
      // What was read so far is old by the time we are let in again.
      isPolling = false
      nextPoll = now.instant
    }
    if consequence == .giveUp { tellRefused("calls are answered 401 UNAUTHORIZED", at: now) }
  }

  /// An answer that shows that our token is good.
  mutating func takeAuthorized(_ flight: Flight) {
    guard flight.generation == session.generation else { return }
    if session.proved() { report(.tenantOK, .notice, "the server accepts our credentials again") }
  }

  private mutating func finishLogin(_ answer: Result<HTTPResponse, TransportError>, at now: Stamp) {
    switch answer.map({ Reply($0) }) {
    case .success(.success):
      session.opened()
    case .success(.refusal(429, _)):
      // The documented block, where the server does not say how long it is.
      let isStated = (try? answer.get()).map { RateLimitHeaders($0).retryAfter != nil } ?? false
      let least = isStated ? now.instant : now.instant + .seconds(60)
      session.state = .waiting(until: max(least, budget.earliest(.login, at: now.instant, .urgent) ?? least))
    case .success(.refusal(let status, let error)) where (400..<500).contains(status):
      let consequence = session.giveUp(retryAt: now.instant + settings.refusedProbe)
      if consequence == .giveUp {
        tellRefused("the login is answered \(status) \(error.code): \(error.message)", at: now)
      }
    case .success(.refusal(let status, let error)):
      session.state = .waiting(
        until: now.instant + trouble("login: \(status) \(error.code): \(error.message)", at: now))
    case .success(.foreign(let status, let why)):
      session.state = .waiting(until: now.instant + trouble("login: answer \(status): \(why)", at: now))
    case .failure(let error):
      session.state = .waiting(until: now.instant + trouble(error, of: "login: ", at: now))
    }
  }

  private mutating func tellRefused(_ what: String, at now: Stamp) {
    isStandingDue = true
    report(
      .tenantAuthFailed, .err,
      "the server refuses our credentials: \(what); check e-mail, password and API key, then reload. "
        + "Nothing is read or written; the next try is in \(settings.refusedProbe.inWords)")
  }

  /// The same for an error of the transport: some need a person, are told as that once, and tried again seldom.
  mutating func trouble(_ error: TransportError, of what: String = "", at now: Stamp) -> Duration {
    let why = what + error.description
    guard [.refusedAddress, .tooLarge].contains(error.kind), !settings.runsOnce else { return trouble(why, at: now) }
    let isNews = outage.reason != why
    isStandingDue = true
    _ = outage.fail(why, at: now.instant, using: &random)
    if isNews {
      report(
        .tenantPaused, .err,
        "nothing is read or written: \(why). Mend it, then reload; the next try is in \(settings.refusedProbe.inWords)",
        [.init("failures", String(outage.failures))])
    }
    return settings.refusedProbe
  }

  /// Notes that the tenant cannot be worked with now, tells it if that is news, and says how long to wait.
  mutating func trouble(_ why: String, at now: Stamp) -> Duration {
    let (wait, tells) = outage.fail(why, at: now.instant, using: &random)
    isStandingDue = true
    if tells {
      // Who only looks is told once it is given up.
      report(
        .pollFailed, settings.runsOnce && settings.patience == .look ? .info : .warning,
        "tasks cannot be read: \(why); trying again\(settings.runsOnce ? "" : " until it works")",
        [.init("failures", String(outage.failures)), .init("retry_in_ms", String(Int(wait.inSeconds * 1_000)))])
    }
    return wait
  }
}
