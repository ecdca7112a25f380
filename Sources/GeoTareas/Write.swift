package import JSON

/// A request that changes a task.
package enum Write: Sendable, Equatable {
  case complete(result: String, capturedData: [JSONMember], comment: String?)
  case reassign(to: Recipient, comment: String?)

  /// Who gets a task; the API wants exactly one of the two.
  package enum Recipient: Sendable, Hashable {
    case user(id: String)
    case group(id: String)

    package var id: String {
      switch self {
      case .user(let id), .group(let id): id
      }
    }
  }

  package var endpoint: Endpoint {
    switch self {
    case .complete: .complete
    case .reassign: .reassign
    }
  }

  /// The body as the API wants it; the same write always gives the same text.
  package var body: JSONValue {
    switch self {
    case .complete(let result, let capturedData, let comment):
      var members = [JSONMember("result_code", .string(result))]
      if !capturedData.isEmpty { members.append(JSONMember("captured_data", .object(capturedData))) }
      if let comment { members.append(JSONMember("comment", .string(comment))) }
      return .object(members)
    case .reassign(let recipient, let comment):
      let key =
        switch recipient {
        case .user: "assign_to_user_id"
        case .group: "assign_to_group_id"
        }
      var members = [JSONMember(key, .string(recipient.id))]
      if let comment { members.append(JSONMember("comment", .string(comment))) }
      return .object(members)
    }
  }
}
