import GeoTareas
import Pacing
import Records

/// What follows when the server accepts or refuses our login or token.
extension Engine {
  mutating func openSession(at now: ClockReading) {
    server.session.resume(logsIn: settings.logsIn, at: now.instant)
    guard server.session.state == .closed, now.instant >= lifecycle.firstMove,
      budget.mayGo(.login, at: now.instant, .urgent)
    else {
      return
    }
    server.session.open(by: send(.login, for: .login, with: [], at: now))
  }

  /// Takes a 401: logs in again once, blames the call, or stops and reports.
  ///
  /// - Parameter task: What the call was about; nil for the list.
  mutating func takeUnauthorized(
    _ flight: Flight, about task: TaskID?, at now: ClockReading
  ) -> LoginSession.Consequence {
    let consequence = server.session.refused(
      generation: flight.generation, about: task, isKnown: task.map { server.troubles.has(.unauthorized, $0) } ?? false,
      logsIn: settings.logsIn, at: now.instant, retryGap: max(.seconds(60), settings.pollEvery * 2))
    // What was read so far will be old by the time the server accepts us again.
    if server.session.state != .open, polling.isPolling { polling.abandon(at: now.instant) }
    if case .givesUp(let wait) = consequence {
      // While the server refuses us, only a poll finds out whether it still does.
      polling.plan(at: now.instant)
      tellRefused(login: nil, wait, at: now)
    }
    return consequence
  }

  /// Takes an answer that shows that our token is good.
  mutating func takeAuthorized(_ flight: Flight) {
    guard flight.generation == server.session.generation else { return }
    guard server.session.proved() else { return }
    reporter.standingChanges()
    report(.tenantOK(.credentials))
  }

  /// - Parameter statesWait: Whether the answer says when to come back.
  mutating func finishLogin(_ answer: ReadAnswer, statesWait: Bool, at now: ClockReading) {
    switch answer {
    case .data: server.session.opened()
    case .tooMany:
      // The documented block, where the server does not say how long it lasts.
      let least = statesWait ? now.instant : now.instant + .seconds(60)
      server.session.wait(until: max(least, budget.earliest(.login, at: now.instant, .urgent) ?? least))
    case .gone(let refusal):
      // A login that is not there cannot refuse credentials: the address is wrong.
      let why =
        "there is no login at this address: it is answered \(refusal); 'url' must be the server's origin alone, without "
        + "a path"
      server.session.wait(until: now.instant + pause(why, at: now))
    case .refused(let refusal) where refusal.status < 400:
      server.session.wait(until: now.instant + trouble("login: \(refusal)", at: now))
    case .unauthorized(let refusal), .forbidden(let refusal), .refused(let refusal):
      server.session.refuseLogin(retryAt: now.instant + settings.refusedProbe)
      tellRefused(login: "\(refusal)", settings.refusedProbe, at: now)
    case .broken(let refusal):
      server.session.wait(until: now.instant + trouble("login: \(refusal)", at: now))
    case .unusable(let status, let why):
      server.session.wait(until: now.instant + trouble("login: answer \(status): \(why)", at: now))
    case .failed(let error): server.session.wait(until: now.instant + trouble(error, of: "login: ", at: now))
    case .cancelled: server.session.close()
    }
  }

  /// Reports a refusal when it begins.
  ///
  /// Calls that are refused only for a moment need no person, so they are reported once that lasts.
  ///
  /// - Parameter login: What the login is answered; nil where it is calls that are refused.
  private mutating func tellRefused(login: String?, _ wait: Duration, at now: ClockReading) {
    reporter.standingChanges()
    server.session.noteRefusal(at: now.wall)
    let lasts = login != nil || settings.runsOnce || server.session.refusals == 3
    guard server.session.refusals == 1 || (server.session.refusals == 3 && login == nil) else { return }
    report(.tenantAuthFailed(Report.AuthFailure(login: login, lasts: lasts, retryIn: wait)))
  }

  /// Takes a transport error; one that needs an operator is reported as such, once.
  mutating func trouble(_ error: TransportError, of what: String = "", at now: ClockReading) -> Duration {
    let why = what + error.description
    guard [.refusedAddress, .tooLarge].contains(error.kind) else { return trouble(why, at: now) }
    return pause(why, at: now)
  }

  /// Takes a 403 to the list: our user may not read tasks.
  mutating func forbidList(_ why: String, at now: ClockReading) -> Duration {
    pause(
      "the server forbids us to list tasks: \(why). The robot's user needs the permission APICLI_WORKFLOW_READ",
      at: now
    ) { .tenantForbidden(.list(why: $0, $1)) }
  }

  /// Notes something that a person has to mend, reports it if that is news, and returns how long to wait before trying
  /// again.
  private mutating func pause(
    _ why: String, at now: ClockReading,
    as event: (String, Report.Retry) -> Report.Event = { .tenantPaused(.unusable(why: $0, $1)) }
  ) -> Duration {
    guard !settings.runsOnce else { return trouble(why, at: now) }
    let isNews = server.outage.reason != why
    reporter.standingChanges()
    let (wait, _) = server.outage.fail(why, needsPerson: true, at: now, using: &random)
    if isNews { report(event(why, Report.Retry(failures: server.outage.failures, in: wait))) }
    return wait
  }

  /// Notes that the tenant cannot be worked with now, reports it if that is news, and returns how long to wait.
  mutating func trouble(_ why: String, at now: ClockReading) -> Duration {
    let (wait, tells) = server.outage.fail(why, at: now, using: &random)
    reporter.standingChanges()
    if tells {
      // The server may have said to come back later than that.
      let next = nextTry(after: wait, at: now)
      let trying: Report.Trying =
        if settings.runsOnce && settings.patience == .look {
          .looking
        } else {
          settings.runsOnce || next > .seconds(60) ? .once : .always
        }
      report(.pollFailed(.list(why: why, Report.Retry(failures: server.outage.failures, in: next), trying)))
    }
    return wait
  }
}
