package import JSON

/// What an HTTP answer says, after its form was checked.
package enum Reply: Sendable, Equatable {
  /// 2xx with the API's envelope and `success: true`.
  case success(status: Int, data: JSONValue, meta: JSONValue?)
  /// Any other status with the API's own error envelope: the API itself answers.
  case refusal(status: Int, APIError)
  /// Anything else: a gateway's page, a portal, a cut or broken body. It says nothing about the request.
  case foreign(status: Int, why: String)

  /// Checks status, content type and envelope.
  package init(_ response: HTTPResponse) {
    let status = response.status
    guard let type = response.header("Content-Type") else {
      self = .foreign(status: status, why: "no Content-Type")
      return
    }
    guard Self.isJSON(type) else {
      self = .foreign(status: status, why: "Content-Type is '\(type.prefix(80))', not JSON")
      return
    }
    let json: JSONValue
    do {
      json = try JSONReader.read(response.body)
    } catch {
      self = .foreign(status: status, why: "body is not JSON: \(error)")
      return
    }
    switch (json["success"]?.bool, status) {
    case (true, 200...299):
      guard let data = json["data"], data != .unreadable else {
        self = .foreign(status: status, why: "the envelope has no data that could be read")
        return
      }
      self = .success(status: status, data: data, meta: json["meta"])
    case (false, 300...):
      guard let code = json["error"]?["code"]?.string else {
        self = .foreign(status: status, why: "the envelope has no error code that could be read")
        return
      }
      self = .refusal(status: status, APIError(code: code, message: json["error"]?["message"]?.string ?? ""))
    default:
      self = .foreign(status: status, why: "the envelope and status \(status) contradict each other")
    }
  }

  /// JSON by media type, in UTF-8 or without a charset.
  private static func isJSON(_ contentType: String) -> Bool {
    if contentType == "application/json" { return true }
    let parts = contentType.lowercased().split(separator: ";").map { $0.filter { $0 != " " } }
    guard parts.first == "application/json" else { return false }
    return parts.dropFirst().allSatisfy { part in
      guard part.hasPrefix("charset=") else { return true }
      return ["utf-8", "\"utf-8\"", "utf8"].contains(part.dropFirst("charset=".count))
    }
  }
}

/// The API's own refusal: a code for programs and a message for people.
package struct APIError: Sendable, Equatable {
  package var code: String
  package var message: String

  package init(code: String, message: String) {
    self.code = code
    self.message = message
  }
}

extension Reply {
  /// A page of the list; nil when the data is not a list.
  package static func page(data: JSONValue, meta: JSONValue?) -> TaskPage? { TaskPage(data: data, meta: meta) }

  /// The token in a login answer; nil when there is none that can be sent in a header.
  package static func token(data: JSONValue) -> Secret? {
    guard let text = data["authorization"]?.string, !text.isEmpty, text.utf8.count <= 16_384 else { return nil }
    let token = Secret(text.hasPrefix("Bearer ") ? String(text.dropFirst("Bearer ".count)) : text)
    return token.isHeaderSafe && !token.isEmpty ? token : nil
  }
}
