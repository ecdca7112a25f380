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
    if case .failure(let error) = answer, error.kind == .refusedAddress { suspendWrites(at: now) }
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

  /// How long an answer's `Retry-After` is obeyed: up to five windows of the limit where the answer is one that may have
  /// it (RFC 9110 §10.2.3); beyond that a request a window finds out whether the server means it.
  private func wait(said: Duration?, by response: HTTPResponse, on endpoint: Endpoint) -> Duration? {
    guard let said, response.status == 429 || response.status == 503 || (300..<400).contains(response.status) else {
      return nil
    }
    let window = budget.limiter(endpoint).limit.window
    return said <= window * 5 ? said : window
  }

  /// The flight ends without an answer and without having been sent: its work goes back to where it came from.
  mutating func abandon(_ flight: Flight, at now: Stamp) {
    switch flight.purpose {
    case .login: session.close()
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
    var headers = RateLimitHeaders(response)
    headers.retryAfter = wait(said: headers.retryAfter, by: response, on: endpoint)
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
}
