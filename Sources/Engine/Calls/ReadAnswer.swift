import GeoTareas
import JSON

/// What the answer to a call that changes nothing means: a page, a detail read for whatever reason, or a login.
///
/// All of them agree on it. What an answer says about the server as a whole (whether our token is good, whether writes
/// have to wait) is decided before that, in ``Engine/take(_:to:at:)`` alone. Source: the vendor's page "Errors".
enum ReadAnswer: Sendable, Equatable {
  /// What was asked for.
  case data(JSONValue, meta: JSONValue?)
  /// 401: the token, the API key, or just this call; the session decides.
  case unauthorized(Refusal)
  /// 429: to be requested again when the limit allows.
  case tooMany
  /// 403: our user may not do this.
  case forbidden(Refusal)
  /// 404 or 410: there is no such thing.
  case gone(Refusal)
  /// Any other refusal by the API, below 500.
  case refused(Refusal)
  /// The API itself fails: 5xx in its own form.
  case broken(Refusal)
  /// Not in the API's form, so somebody else's answer, which proves nothing; and why, for people.
  case unusable(status: Int, why: String)
  /// No whole answer came back.
  case failed(TransportError)
  /// We gave the call up because we stop: nothing follows.
  case cancelled

  /// A refusal in the API's own form.
  struct Refusal: Sendable, Equatable, CustomStringConvertible {
    var status: Int
    var error: APIError

    /// For people: status, code and message.
    var description: String { "\(status) \(error.code): \(error.message)" }
  }

  /// - Parameter isStopping: Whether calls are given up at present.
  init(_ reply: Result<Reply, TransportError>, isStopping: Bool) {
    switch reply {
    case .success(.success(_, let data, let meta)): self = .data(data, meta: meta)
    case .success(.refusal(let status, let error)): self.init(Refusal(status: status, error: error))
    case .success(.foreign(let status, let why)): self = .unusable(status: status, why: why)
    case .failure(let error): self = error.kind == .cancelled && isStopping ? .cancelled : .failed(error)
    }
  }

  private init(_ refusal: Refusal) {
    self =
      switch refusal.status {
      case 401: .unauthorized(refusal)
      case 403: .forbidden(refusal)
      case 404, 410: .gone(refusal)
      case 429: .tooMany
      case 500...: .broken(refusal)
      default: .refused(refusal)
      }
  }
}

extension Reply {
  /// True where the API accepted the call's token: it answers in its own form, and not about the token.
  ///
  /// A 429 does not count, since it may come before the token was looked at.
  var provesToken: Bool {
    switch self {
    case .success: true
    case .refusal(let status, _): status != 401 && status != 429
    case .foreign: false
    }
  }
}
