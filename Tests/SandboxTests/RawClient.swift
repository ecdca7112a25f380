import Dispatch
import Glibc

/// A client of plain sockets that hides nothing: what comes back is what was on the wire.
enum RawClient {
  struct Failure: Error {
    var call: String
    var code: Int32
  }

  /// Sends `text` on a new connection to 127.0.0.1 and reads until the server closes it.
  /// - Parameter hangUp: Closes the sending side first, as a client does that goes away.
  static func send(_ text: String, to port: UInt16, hangUp: Bool = false) async throws -> String {
    let queue = DispatchQueue(label: "raw-client")
    return try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result { try exchange(text, port, hangUp) }) }
    }
  }

  private static func exchange(_ text: String, _ port: UInt16, _ hangUp: Bool) throws -> String {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { throw Failure(call: "socket", code: errno) }
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw Failure(call: "connect", code: errno) }
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let sent = bytes.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard sent > 0 else { throw Failure(call: "send", code: errno) }
      bytes = bytes.dropFirst(sent)
    }
    if hangUp { shutdown(socket, Int32(SHUT_WR)) }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(socket, &buffer, buffer.count, 0)
      guard count >= 0 else { throw Failure(call: "recv", code: errno) }
      guard count > 0 else { return String(decoding: answer, as: UTF8.self) }
      answer += buffer[..<count]
    }
  }

  /// A request as text, on a connection that ends with it.
  static func request(
    _ method: String, _ path: String, token: String = "", body: String = "", keepAlive: Bool = false,
    tenant: String = "acme"
  ) -> String {
    var lines = [
      "\(method) \(path) HTTP/1.1", "Host: 127.0.0.1", "tenant: \(tenant)", "X-API-Key: gtk_sandbox_0123456789",
    ]
    if !token.isEmpty { lines.append("Authorization: Bearer \(token)") }
    if method == "POST" { lines += ["Content-Type: application/json", "Content-Length: \(body.utf8.count)"] }
    if !keepAlive { lines.append("Connection: close") }
    return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
  }

  /// Logs in and returns the token.
  static func logIn(to port: UInt16, tenant: String = "acme") async throws -> String {
    let body = #"{"email":"robot@acme.example","password":"sandbox-password"}"#
    let answer = try await send(request("POST", "/apidev/v1/login", body: body, tenant: tenant), to: port)
    let parts = answer.split(separator: "\"authorization\":\"", maxSplits: 1)
    guard parts.count == 2, let token = parts[1].split(separator: "\"").first else {
      throw Failure(call: "login: \(answer)", code: 0)
    }
    return String(token)
  }
}
