/// A request refused with the documented envelope.
///
/// `CONFLICT` is not documented and is only sent when asked for (``SandboxConfiguration/DoubleCompletion/conflict``).
/// Source: the vendor's pages "Workflow Tasks" and "Error Handling".
struct ErrorReply: Error, Sendable, Equatable {
  enum Code: String, Sendable {
    case badRequest = "BAD_REQUEST"
    case validationError = "VALIDATION_ERROR"
    case unauthorized = "UNAUTHORIZED"
    case forbidden = "FORBIDDEN"
    case notFound = "NOT_FOUND"
    case conflict = "CONFLICT"
    case rateLimited = "RATE_LIMITED"
    case internalError = "INTERNAL_ERROR"

    var status: Int {
      switch self {
      case .badRequest, .validationError: 400
      case .unauthorized: 401
      case .forbidden: 403
      case .notFound: 404
      case .conflict: 409
      case .rateLimited: 429
      case .internalError: 500
      }
    }

    /// The code that fits a status best.
    init(status: Int) {
      switch status {
      case 401: self = .unauthorized
      case 403: self = .forbidden
      case 404: self = .notFound
      case 409: self = .conflict
      case 429: self = .rateLimited
      case 400..<500: self = .badRequest
      default: self = .internalError
      }
    }
  }

  var code: Code
  var message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  static func invalid(_ message: String) -> ErrorReply { ErrorReply(.validationError, message) }

  static let unknownTask = ErrorReply(.notFound, "Task not found")

  var response: SandboxResponse { response(status: code.status) }

  func response(status: Int) -> SandboxResponse {
    .json(
      ["success": false, "data": .null, "error": ["code": .string(code.rawValue), "message": .string(message)]],
      status: status)
  }
}
