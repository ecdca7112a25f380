import Dispatch
import Foundation
import Glibc

/// A server that hands requests on to the sandbox, but for one kind, which it refuses with all that it was sent, quoted in
/// every way: what a careless server or a proxy in front of it might say.
final class EchoServer: Sendable {
  let port: UInt16
  private let listener: Int32

  var url: String { "http://127.0.0.1:\(port)" }

  /// Starts to listen on the loopback address.
  ///
  /// - Parameters:
  ///   - path: the end of the path of the requests that are refused.
  ///   - status: with which they are.
  init(echoing path: String, status: Int, sandbox: UInt16) throws {
    let (listener, port) = try LoopbackClient.listen()
    self.listener = listener
    self.port = port
    DispatchQueue(label: "echo").async {
      while case let client = accept(listener, nil, nil), client >= 0 {
        Self.serve(client, echoing: path, status, sandbox)
        close(client)
      }
    }
  }

  /// Stops listening.
  func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  private static func serve(_ client: Int32, echoing path: String, _ status: Int, _ sandbox: UInt16) {
    guard let request = read(from: client) else { return }
    let line = request.split(separator: "\r\n")[0].split(separator: " ")
    var answer: String
    if line[1].split(separator: "?")[0].hasSuffix(path) {
      let message = quoted(request).joined(separator: " ")
      let body = try? JSONSerialization.data(
        withJSONObject: ["success": false, "error": ["code": "ECHO", "message": message]],
        options: .withoutEscapingSlashes)
      let text = String(decoding: body ?? Data(), as: UTF8.self)
      answer =
        "HTTP/1.1 \(status) Refused\r\nContent-Type: application/json\r\nContent-Length: \(text.utf8.count)\r\n"
        + "Connection: close\r\n\r\n" + text
    } else {
      let closing = request.replacing("\r\n\r\n", with: "\r\nConnection: close\r\n\r\n", maxReplacements: 1)
      answer = (try? LoopbackClient.exchange(closing, sandbox)) ?? ""
    }
    var bytes = Array(answer.utf8)[...]
    while !bytes.isEmpty {
      let sent = bytes.withUnsafeBytes { Glibc.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard sent > 0 else { return }
      bytes = bytes.dropFirst(sent)
    }
  }

  /// The values of all headers and the body: as they are, in base64, and percent-encoded.
  private static func quoted(_ request: String) -> [String] {
    let parts = request.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let headers = parts[0].split(separator: "\r\n").dropFirst().compactMap { line in
      line.split(separator: ": ", maxSplits: 1).last.map(String.init)
    }
    // Those that hold secrets first, for words of a server are cut.
    let values = (parts.dropFirst().filter { !$0.isEmpty } + headers).sorted { $0.utf8.count > $1.utf8.count }
    return values + values.map { Data($0.utf8).base64EncodedString() }
      + values.compactMap { $0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) }
  }

  private static func read(from client: Int32) -> String? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(client, &buffer, buffer.count, 0)
      guard count > 0 else { return nil }
      bytes += buffer[..<count]
      let text = String(decoding: bytes, as: UTF8.self)
      let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { continue }
      let length = parts[0].split(separator: "\r\n").compactMap { line -> Int? in
        let field = line.split(separator: ": ")
        return field.first?.lowercased() == "content-length" ? field.last.flatMap { Int($0) } : nil
      }
      if parts[1].utf8.count >= length.first ?? 0 { return text }
    }
  }
}
