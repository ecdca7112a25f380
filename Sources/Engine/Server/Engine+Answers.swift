import GeoTareas
import Pacing
import Records

/// Hands each answer to the part that waits for it.
extension Engine {
  mutating func take(_ answer: Result<HTTPResponse, TransportError>, to id: CallID, at now: ClockReading) {
    guard let flight = flights.end(id) else { return }
    var records: [JournalEntry] = []
    switch answer {
    case .failure(let error) where error.reach == .notSent:
      budget.giveBack(flight.endpoint, id)
      records.append(.requestWithdrawn(id: id))
    case .failure:
      // The request may still be on its way, and no answer proves that it has arrived. In the journal it stays without
      // an answer, which means the same.
      budget.lose(flight.endpoint, id, at: max(now.instant, flight.sent + settings.lateApply))
    case .success(let response):
      records.append(.requestSettled(id: id, at: now))
      note(response, to: id, on: flight.endpoint, &records, at: now)
    }
    if let code = answer.countedCode { counts.add(.request(flight.endpoint, code: code)) }
    // Counts wait for a commit that is made anyway.
    if !records.isEmpty { records += countsToKeep() }
    heedTransport(answer, at: now)
    // What came of a write goes into the same commit.
    if !flight.isWrite { commit(records) }
    let reply = answer.map { Reply($0) }
    if case .success(let reply) = reply, reply.provesToken, flight.purpose != .login { takeAuthorized(flight) }
    let read = ReadAnswer(reply, isStopping: lifecycle.isStopping)
    switch flight.purpose {
    case .login:
      let isStated = (try? answer.get()).map { RateLimitHeaders($0).retryAfter != nil } ?? false
      finishLogin(read, statesWait: isStated, at: now)
    case .page: takePage(read, flight, at: now)
    case .look(let candidate): takeLook(read, at: candidate, flight, at: now)
    case .verify(let task): takeEvidence(read, about: task, flight, at: now)
    case .fact(let task): takeFact(read, about: task, flight, at: now)
    case .form(let task): takeForm(read, about: task, at: now)
    case .write(let intent):
      let response = try? answer.get()
      let facts = Report.AnswerFacts(
        after: now.instant - flight.sent, status: response?.status, request: response?.header("X-Request-Id"))
      takeOutcome(Outcome(reply, to: intent.write, of: intent.task), of: intent, flight, records, facts, at: now)
    }
    if case .success(let reply) = reply { watchShape(of: reply, to: flight.endpoint, at: now) }
  }

  /// What the way of a call says about the server, whatever the call was for.
  private mutating func heedTransport(_ answer: Result<HTTPResponse, TransportError>, at now: ClockReading) {
    let error: TransportError
    switch answer {
    case .success(let response): return server.trust(until: response.certificateEnds)
    case .failure(let failure): error = failure
    }
    if error.kind == .tls, server.failToTrust() {
      report(.tlsVerifyFailed(.notAccepted(why: error.detail)))
    }
    // The name resolved to another address before: nothing is begun until a poll reaches the right place again.
    if error.kind == .refusedAddress { suspendWrites(at: now) }
  }

  /// Ends a call that has no answer and was not sent: its work goes back to where it came from.
  mutating func abandon(_ flight: Flight, at now: ClockReading) {
    switch flight.purpose {
    case .login: server.session.close()
    case .page, .form: break
    case .look(let candidate): queue.putBack(candidate)
    case .verify(let task): verification.finishRead(of: task)
    case .fact(let task): reader.want(task)
    case .write(var intent):
      intent.state = .planned
      intent.attempts -= 1
      intent.note = "not sent: the journal did not keep the attempt"
      book.put(intent, at: now.instant)
      limits.takeBack(intent)
    }
  }

  /// Starts the return of the token, and learns what the answer says about the limit.
  private mutating func note(
    _ response: HTTPResponse, to id: CallID, on endpoint: Endpoint, _ records: inout [JournalEntry],
    at now: ClockReading
  ) {
    let before = budget.rest(endpoint)
    let deferral = budget.heed(response, to: id, on: endpoint, at: now.instant)
    if deferral != .none || before != nil {
      tell(deferral, before: before, response, on: endpoint, &records, at: now)
    }
  }
}
