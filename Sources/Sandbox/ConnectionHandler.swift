import FlyingFox
import Foundation

/// Connects the core with FlyingFox: reads requests, waits, delivers or withholds answers.
struct ConnectionHandler: HTTPHandler {
  let server: SandboxServer

  private static let longestBody = 1 << 20

  func handleRequest(_ request: FlyingFox.HTTPRequest) async throws -> FlyingFox.HTTPResponse {
    let read = try await read(request)
    let response = server.answer(read)
    server.log?(Self.line(read, response))
    if response.delay > .zero { try await Task.sleep(for: response.delay) }
    switch response.delivery {
    case .answer:
      return FlyingFox.HTTPResponse(
        statusCode: HTTPStatusCode(response.status, phrase: Self.phrase(response.status)),
        headers: response.headers.reduce(into: HTTPHeaders()) {
          $0[FlyingFox.HTTPHeader($1.name)] = $1.value
        },
        // A client that sent HEAD would take a body for the next answer.
        body: Data(request.method == .HEAD ? [] : response.body))
    case .drop: return FlyingFox.HTTPResponse(webSocket: Silence(patience: .zero))
    case .hang: return FlyingFox.HTTPResponse(webSocket: Silence(patience: .seconds(300)))
    }
  }

  private func read(_ request: FlyingFox.HTTPRequest) async throws -> SandboxRequest {
    var body: [UInt8] = []
    var isTooLong = false
    for try await chunk in request.bodySequence {
      // A body that is too long is read all the same, or the next request would begin in the middle of it.
      isTooLong = isTooLong || body.count + chunk.count > Self.longestBody
      if !isTooLong { body += chunk }
    }
    var source = ""
    var sourcePort: UInt16 = 0
    if case .ip4(let ip, let port) = request.remoteAddress { (source, sourcePort) = (ip, port) }
    return SandboxRequest(
      request.method.rawValue, request.target.path(), query: request.target.query(),
      headers: request.headers.map { ($0.key.rawValue, $0.value) }, body: body, source: source,
      sourcePort: sourcePort, isBodyTooLong: isTooLong)
  }

  /// One line about a request; characters that could forge another line are escaped.
  private static func line(_ request: SandboxRequest, _ response: SandboxResponse) -> String {
    let target = request.path + (request.query.isEmpty ? "" : "?" + request.query)
    let escaped = target.unicodeScalars.prefix(300).map { $0.escaped(asASCII: true) }.joined()
    let outcome =
      switch response.delivery {
      case .answer: String(response.status)
      case .drop: "dropped"
      case .hang: "no answer"
      }
    let age = response.header("Age").map { " (cached, \($0) s old)" } ?? ""
    return "\(request.method) \(escaped) -> \(outcome)\(age)"
  }

  private static func phrase(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 302: "Found"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 409: "Conflict"
    case 429: "Too Many Requests"
    case 500: "Internal Server Error"
    case 502: "Bad Gateway"
    case 503: "Service Unavailable"
    case 504: "Gateway Timeout"
    default: "Status"
    }
  }
}

/// Ends a connection without a byte of an answer.
///
/// FlyingFox turns an error of an ordinary handler into a 500. But it asks a WebSocket handler for its frames *before*
/// it writes the header, and an error then closes the connection. The client's frames are awaited only to learn that it
/// has gone.
private struct Silence: WSHandler {
  struct Ended: Error {}

  let patience: Duration

  func makeFrames(for client: AsyncThrowingStream<WSFrame, any Error>) async throws -> AsyncStream<WSFrame> {
    guard patience > .zero else { throw Ended() }
    await withTaskGroup(of: Void.self) { group in
      group.addTask { try? await Task.sleep(for: patience) }
      group.addTask { do { for try await _ in client {} } catch {} }
      await group.next()
      group.cancelAll()
    }
    throw Ended()
  }
}
