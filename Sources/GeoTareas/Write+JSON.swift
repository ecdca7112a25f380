package import JSON

extension Write {
  /// Reads the body of a write to `endpoint` back, as ``body`` wrote it; nil when it is not such a body.
  package init?(endpoint: Endpoint, body: JSONValue) {
    guard body.isWhole else { return nil }
    let comment = body["comment"]?.string
    switch endpoint {
    case .complete:
      guard let result = body["result_code"]?.string else { return nil }
      self = .complete(result: result, capturedData: body["captured_data"]?.members ?? [], comment: comment)
    case .reassign:
      if let user = body["assign_to_user_id"]?.string {
        self = .reassign(to: .user(id: user), comment: comment)
      } else if let group = body["assign_to_group_id"]?.string {
        self = .reassign(to: .group(id: group), comment: comment)
      } else {
        return nil
      }
    case .list, .detail, .login: return nil
    }
  }
}
