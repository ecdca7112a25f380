package import Foundation
package import GeoTareas

/// Facts about a tenant and its server.
extension Report {
  /// What works, for the first time or again.
  package enum Acceptance: Sendable, Equatable {
    /// The first poll read so many tasks.
    case tasksRead(Int)
    case credentials
    /// A write that was forbidden before.
    case permission(Endpoint)
  }

  /// Why a tenant, or its writes, stand still.
  package enum Pause: Sendable, Equatable {
    /// Writes wait for the next poll.
    case writesSuspended(why: String)
    /// Writes wait for a person.
    case writesStopped(why: String)
    /// Nothing is read or written before a person has mended it, but for a try now and then.
    case unusable(why: String, Retry)
    case noNetwork(why: String)
    /// A mistake in its files.
    case leftOut(why: String)
  }

  /// How often something has failed, and when it is tried again.
  package struct Retry: Sendable, Equatable {
    /// How many tries have failed in a row.
    package var failures: Int
    package var wait: Duration

    package init(failures: Int, in wait: Duration) {
      self.failures = failures
      self.wait = wait
    }
  }

  /// The server refuses our credentials.
  package struct AuthFailure: Sendable, Equatable {
    /// What the login is answered; nil where calls are refused that a new login did not help.
    package var login: String?
    /// False where it may be for a moment only.
    package var lasts: Bool
    /// The time until the next try.
    package var retryIn: Duration

    package init(login: String?, lasts: Bool, retryIn: Duration) {
      self.login = login
      self.lasts = lasts
      self.retryIn = retryIn
    }
  }

  /// Something that our user may not do.
  package enum Prohibition: Sendable, Equatable {
    /// A kind of write: what the server says, and how often one is tried.
    case write(Endpoint, said: String, probeEvery: Duration)
    /// Reading the list.
    case list(why: String, Retry)
    /// A single run ends because of it.
    case givenUp(Endpoint, said: String)
  }

  /// The server's certificate is not accepted, or soon will not be.
  package enum CertificateProblem: Sendable, Equatable {
    case notAccepted(why: String)
    case ends(Date, days: Int)
  }

  /// An endpoint rests because of refusals.
  package enum Throttle: Sendable, Equatable {
    case server(Refusals)
    /// The journal counts more requests than were remembered.
    case journal(Endpoint, wait: Duration)
  }

  /// A time in which the server's refusals keep an endpoint back.
  package struct Refusals: Sendable, Equatable {
    package enum Cause: Sendable, Equatable {
      /// The limit was exceeded.
      case limit(isForeign: Bool)
      /// 429 without the limit's count.
      case gateway(isForeign: Bool)
      /// Another status, with a time to come back.
      case postponed(status: Int)
    }

    package var endpoint: Endpoint
    package var cause: Cause
    /// The time until the next request.
    package var wait: Duration
    /// How long the server asks to wait, where that is not believed.
    package var stated: Duration?
    /// The time between two tries, where the server does not say how long to wait or is not believed.
    package var probeEvery: Duration?
    /// Since when and until when, where it lasts long.
    package var times: Times?

    /// Since when an endpoint is refused, and when the next request goes.
    package struct Times: Sendable, Equatable {
      package var since: Date
      package var until: Date
      /// True where it began before this answer.
      package var goesOn: Bool

      package init(since: Date, until: Date, goesOn: Bool) {
        self.since = since
        self.until = until
        self.goesOn = goesOn
      }
    }

    package init(
      _ endpoint: Endpoint, _ cause: Cause, wait: Duration, stated: Duration?, probeEvery: Duration?,
      times: Times?
    ) {
      self.endpoint = endpoint
      self.cause = cause
      self.wait = wait
      self.stated = stated
      self.probeEvery = probeEvery
      self.times = times
    }
  }
}
