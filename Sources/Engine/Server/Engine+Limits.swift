import Foundation
import GeoTareas
import Pacing
import Records

/// Reports times in which the server's refusals keep requests back.
extension Engine {
  /// A rest that lasts longer is reported, and so is its end.
  private static let longRest: Duration = .seconds(60)

  /// Journals what an answer taught about the limit, and reports what people should know.
  mutating func tell(
    _ deferral: Deferral, before: Rest?, _ response: HTTPResponse, on endpoint: Endpoint,
    _ records: inout [JournalEntry],
    at now: ClockReading
  ) {
    // Endpoints that share the limit have learned the same.
    for other in Endpoint.allCases where other == endpoint || budget.isShared(other, endpoint) {
      records.append(.learnt(budget.lesson(other, at: now)))
    }
    switch deferral {
    case .refused(let refusal):
      reporter.count(.rateLimited)
      let isForeign = refusal.isForeign
      counts.add(.limitExceeded(endpoint, isForeign: isForeign))
      tell(
        refusal.isOfLimit ? .limit(isForeign: isForeign) : .gateway(isForeign: isForeign), refusal.rest, before,
        response, on: endpoint, at: now)
    case .postponed(let rest):
      tell(.postponed(status: response.status), rest, before, response, on: endpoint, at: now)
    case .none:
      guard let before, budget.rest(endpoint) == nil else { return }
      tellEnd(of: before, on: endpoint, at: now)
    }
  }

  private mutating func tell(
    _ cause: Report.Refusals.Cause, _ rest: Rest, _ before: Rest?, _ response: HTTPResponse, on endpoint: Endpoint,
    at now: ClockReading
  ) {
    let isLong = rest.until - rest.since > Self.longRest
    if isLong { reporter.standingChanges() }
    guard server.tellsRest(of: endpoint, isLong: isLong, at: now.instant) || before == nil && response.status == 429
    else { return }
    if isLong { server.noteRest(of: endpoint, at: now.instant) }
    let times = Report.Refusals.Times(
      since: date(rest.since, at: now), until: date(rest.until, at: now), goesOn: rest.since < now.instant)
    report(
      .rateLimited(
        .server(
          Report.Refusals(
            endpoint, cause, wait: rest.until - now.instant, stated: RateLimitHeaders(response).retryAfter,
            probeEvery: rest.isProbing ? budget.limiter(endpoint).limit.window : nil, times: isLong ? times : nil))))
  }

  private mutating func tellEnd(of rest: Rest, on endpoint: Endpoint, at now: ClockReading) {
    let lasted = now.instant - rest.since
    let sharing = Endpoint.allCases.filter { budget.isShared($0, endpoint) }
    let isTold = server.endRest(of: sharing)
    guard isTold || rest.until - rest.since > Self.longRest else { return }
    reporter.standingChanges()
    report(.rateRecovered(endpoint, lasted: lasted, since: date(rest.since, at: now)))
  }

  /// The endpoints that the server's refusals keep back for more than a minute.
  private func longRests(at now: ClockReading) -> [(endpoint: Endpoint, rest: Rest)] {
    Endpoint.allCases.compactMap { endpoint in
      guard let rest = budget.rest(endpoint), rest.until - rest.since > Self.longRest,
        rest.isProbing || rest.until > now.instant
      else { return nil }
      return (endpoint, rest)
    }
  }

  /// The endpoints that refusals keep back, in words for the status; nil for none.
  func restTrouble(at now: ClockReading) -> String? {
    let rests = longRests(at: now).map {
      "\($0.endpoint.rawValue) is refused since \(date($0.rest.since, at: now).formatted(.iso8601))"
    }
    return rests.isEmpty ? nil : rests.joined(separator: "; ")
  }

  func waitsOfLimits(at now: ClockReading) -> [Wait] {
    longRests(at: now).map { endpoint, rest in
      Wait(
        what: endpoint.rawValue, why: "the server refuses it, and says to come back later or nothing",
        since: now.wall + (rest.since - now.instant).inSeconds,
        until: now.wall + max(0, (rest.until - now.instant).inSeconds),
        advice: "a reload tries at once; if it lasts, ask whoever runs the server")
    }
  }

  /// How long it really is to the next try, where the limit keeps it back for longer than `wait`.
  func nextTry(after wait: Duration, at now: ClockReading) -> Duration {
    let endpoint: Endpoint = server.session.state == .open ? .list : .login
    return max(wait, budget.rest(endpoint).map { $0.until - now.instant } ?? wait)
  }

  private func date(_ instant: Instant, at now: ClockReading) -> Date {
    now.wall + (instant - now.instant).inSeconds
  }
}
