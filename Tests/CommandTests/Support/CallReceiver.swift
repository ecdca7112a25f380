import Dispatch
import Glibc
import Synchronization

/// An HTTP server that remembers what it was asked, and answers everything in one way.
final class CallReceiver: Sendable {
  let port: UInt16
  private let listener: Int32
  private let status: Mutex<Int>
  private let lines = ChildOutput()

  /// Starts to listen on the loopback address.
  init(status: Int = 200) throws {
    let (listener, port) = try LoopbackClient.listen()
    self.listener = listener
    self.port = port
    self.status = Mutex(status)
    DispatchQueue(label: "receiver").async { [lines, self] in
      while case let client = accept(listener, nil, nil), client >= 0 {
        // Noted before it is answered: whoever called may end then.
        if let line = Self.request(from: client) {
          lines.take(Array((line + "\n").utf8)[...])
          Self.answer(client, self.status.withLock { $0 })
        }
        close(client)
      }
      lines.finish()
    }
  }

  /// Method and path of each request so far, in their order.
  var calls: [String] { lines.lines }

  /// Answers everything like this from now on.
  func answer(_ status: Int) { self.status.withLock { $0 = status } }

  /// Waits for so many more calls of this line, behind the first `start` ones; how many there were then.
  func wait(for line: String, count: Int = 1, from start: Int = 0) async -> Int {
    await lines.wait(for: count, from: start) { $0 == line }
  }

  /// Stops listening.
  func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  /// Reads a request without a body; its method and path.
  private static func request(from client: Int32) -> String? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while !String(decoding: bytes, as: UTF8.self).contains("\r\n\r\n") {
      let count = recv(client, &buffer, buffer.count, 0)
      guard count > 0 else { return nil }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: " ").prefix(2).joined(separator: " ")
  }

  private static func answer(_ client: Int32, _ status: Int) {
    let answer = Array("HTTP/1.1 \(status) Answer\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8)
    _ = answer.withUnsafeBytes { send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
  }
}
