import Dispatch
import Glibc

/// A minimal HTTP client for the sandbox's control endpoints: one request a connection.
enum LoopbackClient {
  struct Failure: Error {
    var call: String
    var code: Int32
  }

  /// Sends a request to 127.0.0.1 and returns the answer's body.
  static func send(_ method: String, _ path: String, body: String = "", to port: UInt16) async throws -> String {
    let head = [
      "\(method) \(path) HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json",
      "Content-Length: \(body.utf8.count)", "Connection: close",
    ]
    let text = head.joined(separator: "\r\n") + "\r\n\r\n" + body
    let answer = try await withCheckedThrowingContinuation { continuation in
      DispatchQueue(label: "loopback").async {
        continuation.resume(with: Result { try exchange(text, port) })
      }
    }
    let parts = answer.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
    guard answer.hasPrefix("HTTP/1.1 200"), parts.count == 2 else { throw Failure(call: answer, code: 0) }
    return String(parts[1])
  }

  /// Listens on a free port of the loopback address; the caller closes the socket.
  static func listen() throws -> (socket: Int32, port: UInt16) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && Glibc.listen(listener, 16) == 0 && getsockname(listener, $0, &length) == 0
      }
    }
    guard isListening else { throw Failure(call: "listen", code: errno) }
    return (listener, UInt16(bigEndian: address.sin_port))
  }

  /// Sends `text` and returns everything up to the other side's end; blocks its thread.
  static func exchange(_ text: String, _ port: UInt16) throws -> String {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
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
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(socket, &buffer, buffer.count, 0)
      guard count >= 0 else { throw Failure(call: "recv", code: errno) }
      guard count > 0 else { return String(decoding: answer, as: UTF8.self) }
      answer += buffer[..<count]
    }
  }
}
