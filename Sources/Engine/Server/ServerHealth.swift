import Foundation
import GeoTareas
import Pacing

/// What is known of the server beyond its limits: whether it lets us in, answers, and lets us write, and for which tasks
/// calls fail.
///
/// Each of these keeps a state of its own.
struct ServerHealth: Sendable {
  /// Between reminders that an endpoint is still kept back by the server's refusals.
  private static let restReminder: Duration = .seconds(600)

  var session: LoginSession
  /// The outage of the list.
  var outage: Outage
  /// The outage of detail reads (`GET /tasks/{id}`): several different tasks, in a row, could not be read.
  var lookOutage: Outage
  /// Tasks that calls fail for.
  var troubles = TaskTroubles()
  /// What the server forbids our user.
  var permissions = Permissions()
  var gate = WriteGate()
  /// False once it was reported that the server's certificate is not accepted, until an answer comes.
  private var tellsTLS = true
  /// When the certificate expires that the server showed last; nil without TLS.
  private(set) var certificateEnds: Date?
  /// When it was last reported that the server's refusals keep an endpoint back for long.
  private var toldRests: [Endpoint: Instant] = [:]

  init(_ settings: Settings) {
    session = LoginSession(logsIn: settings.logsIn)
    outage = Outage(first: settings.outageWait)
    lookOutage = Outage(first: settings.outageWait)
  }

  /// Writes of an earlier run that left no records may still take effect until then.
  mutating func distrust(until settled: Instant) { gate = WriteGate(settlesAt: settled) }

  /// Rules, credentials and permissions may be new: all that was held against them is forgotten.
  mutating func renew(logsIn: Bool) {
    troubles.forget()
    permissions.renew()
    gate = gate.renewed()
    session.renew(logsIn: logsIn)
  }

  // MARK: What was reported

  /// The certificate was not accepted; true if that is to be reported.
  mutating func failToTrust() -> Bool {
    defer { tellsTLS = false }
    return tellsTLS
  }

  /// An answer has come, from a server whose certificate expires at `end`; nil where that was not seen.
  mutating func trust(until end: Date?) {
    tellsTLS = true
    if let end { certificateEnds = end }
  }

  /// Whether to report that an endpoint is kept back: at the beginning of a long time, and then every ten minutes.
  func tellsRest(of endpoint: Endpoint, isLong: Bool, at now: Instant) -> Bool {
    toldRests[endpoint].map { now >= $0 + Self.restReminder } ?? isLong
  }

  mutating func noteRest(of endpoint: Endpoint, at now: Instant) { toldRests[endpoint] = now }

  /// These endpoints are answered again; true if it was reported of any that it was kept back.
  mutating func endRest(of endpoints: [Endpoint]) -> Bool {
    defer { for endpoint in endpoints { toldRests[endpoint] = nil } }
    return endpoints.contains { toldRests[$0] != nil }
  }
}
