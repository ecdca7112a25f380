import CalendarTime
import Foundation
import GeoTareas
import Pacing
import Records

/// What is said about a tenant and its server.
extension Report.Acceptance {
  var telling: Telling {
    switch self {
    case .tasksRead(let count):
      Telling(.notice, "the list was read: \(count.counted("task"))", [.init("tasks", String(count))])
    case .credentials: Telling(.notice, "the server accepts our credentials again")
    case .permission(let endpoint):
      Telling(.notice, "the server lets us \(endpoint.verb) tasks again", [.init("endpoint", endpoint.rawValue)])
    }
  }
}

extension Report.Pause {
  var telling: Telling {
    switch self {
    case .writesSuspended(let why):
      Telling(.warning, "writes wait until tasks can be read normally: a write was answered \(why)")
    case .writesStopped(let why):
      Telling(.err, "writes stopped: \(why). Check url, proxy and DNS, then run capataz reload")
    case .unusable(let why, let retry): .mendFirst(why, retry)
    case .noNetwork(let why):
      Telling(.err, "the network cannot be used: \(why). Nothing is read or written; mend it and restart capataz")
    case .leftOut(let why): Telling(.err, "left out, the others run: \(why); mend it and reload")
    }
  }
}

extension Telling {
  /// Nothing goes on before a person has mended something.
  fileprivate static func mendFirst(_ why: String, _ retry: Report.Retry, _ fields: [LogEntry.Field] = []) -> Telling {
    Telling(
      .err, "nothing is read or written: \(why). Mend it, then reload; until then it is tried at least once a minute",
      fields + retry.fields)
  }
}

extension Report.Retry {
  var fields: [LogEntry.Field] {
    [.init("failures", String(failures)), .init("retry_in_ms", wait.inMilliseconds)]
  }
}

extension Duration {
  /// Whole milliseconds, as fields have them.
  var inMilliseconds: String { String(Int(inSeconds * 1_000)) }
}

extension Report.AuthFailure {
  var telling: Telling {
    let what =
      login.map { "the login is answered \($0)" }
      ?? "calls are answered 401 UNAUTHORIZED, with a new token as well"
    let advice = lasts ? "check e-mail, password and API key, then reload. " : "it may be for a moment only. "
    return Telling(
      lasts ? .err : .warning,
      "the server refuses our credentials: \(what); \(advice)Nothing is read or written; the next try is in "
        + retryIn.inWords, [.init("retry_in_ms", retryIn.inMilliseconds)])
  }
}

extension Report.Prohibition {
  var telling: Telling {
    switch self {
    case .write(let endpoint, let said, let pause):
      Telling(
        .err,
        "the server forbids us to \(endpoint.verb) tasks: \(said). Give the robot's user the permission "
          + "APICLI_WORKFLOW_EXECUTE; reading goes on, and one task is tried every \(pause.inWords). "
          + "No effect is lost",
        [.init("endpoint", endpoint.rawValue)])
    case .list(let why, let retry): .mendFirst(why, retry, [.init("endpoint", Endpoint.list.rawValue)])
    case .givenUp(let endpoint, let said):
      Telling(
        .err, "given up: the server forbids us to \(endpoint.verb) tasks: \(said)",
        [.init("endpoint", endpoint.rawValue)])
    }
  }
}

extension Report.CertificateProblem {
  func telling(in zone: TimeZone) -> Telling {
    switch self {
    case .notAccepted(let why):
      Telling(
        .err,
        "the server's certificate was not accepted: \(why). No credentials were sent; renew the certificate, or name its "
          + "authority with ca_file")
    case .ends(let end, let days):
      Telling(
        .warning,
        "the server's certificate will not be accepted any more in \(days.counted("day")), from "
          + "\(WallTime(zone: zone).stamp(end)) on: the server's owner must renew it",
        [.init("certificate_ends", end.formatted(.iso8601))])
    }
  }
}
