package import GeoTareas

/// What the answer to a write, or the lack of one, proves.
package enum Outcome: Sendable, Equatable {
  /// Applied: the server confirms this task and the wanted state.
  case done(Receipt)
  /// Not applied, and trying again would change nothing.
  case refused(String)
  /// Not applied, and it may be tried again later.
  case notApplied(NotApplied)
  /// The server says that the task is missing or not as expected. The request had no effect; a read must show why.
  case contradicted(String)
  /// It may have been applied.
  case unknown(String, Alarm)

  /// Why a write provably had no effect, although it may be tried again.
  package enum NotApplied: Sendable, Equatable {
    case notSent(String)
    /// The request itself cannot be made. Only this task is affected.
    case impossible(String)
    case unauthorized(String)
    /// Our user may not do this.
    case forbidden(String)
    case rateLimited
  }

  /// What an unprovable outcome says about the server, beyond this one write.
  package enum Alarm: Sendable, Equatable {
    case none
    /// Writes wait until a poll is answered normally.
    case suspendWrites
    /// Something on the way to the server is badly wrong: writes stop until a person reloads or restarts.
    case stopWrites
  }

  /// Classifies the answer to `write` of task `id`.
  package init(_ answer: Result<HTTPResponse, TransportError>, to write: Write, of id: TaskID) {
    self.init(answer.map { Reply($0) }, to: write, of: id)
  }

  /// The same where the answer's form was checked before.
  init(_ reply: Result<Reply, TransportError>, to write: Write, of id: TaskID) {
    switch reply {
    case .failure(let error) where error.reach == .notSent:
      let why = error.description
      self = .notApplied(error.kind == .invalidRequest ? .impossible(why) : .notSent(why))
    case .failure(let error): self = .unknown(error.description, .none)
    case .success(let reply): self.init(reply, to: write, of: id)
    }
  }

  private init(_ reply: Reply, to write: Write, of id: TaskID) {
    switch reply {
    case .success(let status, let data, _):
      if status != 202, let receipt = Receipt(data, confirming: write, of: id) {
        self = .done(receipt)
      } else if Receipt.namesAnotherTask(data, than: id) {
        self = .unknown("the answer is about another task", .stopWrites)
      } else {
        self = .unknown(
          status == 202 ? "accepted, not yet applied (202)" : "the answer does not confirm the write", .none)
      }
    case .refusal(let status, let error):
      let said = "\(status) \(error.code): \(error.message)"
      switch status {
      case 401: self = .notApplied(.unauthorized(said))
      case 403: self = .notApplied(.forbidden(said))
      case 429: self = .notApplied(.rateLimited)
      case 400, 405, 415, 422: self = .refused(said)
      case 404, 409, 410, 412: self = .contradicted(said)
      case 300..<400: self = .unknown(said, .suspendWrites)
      default: self = .unknown(said, .none)
      }
    case .foreign(let status, let why):
      let isRedirect = (300..<400).contains(status)
      self = .unknown("answer \(status): \(why)", isRedirect ? .suspendWrites : .none)
    }
  }
}
