package import GeoTareas

extension Write {
  /// The write as a verb: "complete it with 'sent'".
  package var inWords: String {
    switch self {
    case .complete(let result, _, _): "complete it with '\(result)'"
    case .reassign(.user(let id), _): "reassign it to user \(id)"
    case .reassign(.group(let id), _): "reassign it to group \(id)"
    }
  }
}

extension Receipt {
  /// What the server confirms, as the journal notes it.
  package var inWords: String {
    if let assignee, !assignee.isEmpty { return "now with \(assignee)" }
    if let nextStep { return "the next step is '\(nextStep)'" }
    return "confirmed by the server"
  }
}

extension Endpoint {
  /// What a call of it does, as a verb.
  package var verb: String {
    switch self {
    case .list: "list"
    case .detail: "read"
    case .complete: "complete"
    case .reassign: "reassign"
    case .login: "log in"
    }
  }
}
