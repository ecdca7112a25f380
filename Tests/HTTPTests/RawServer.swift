import Foundation
import Glibc
import Synchronization

/// A server on a loopback port of the system's choice that does, byte by byte, what a script says.
///
/// Every connection runs the script on a thread of its own and is closed when the script returns.
final class RawServer: Sendable {
  typealias Script = @Sendable (RawConnection) -> Void

  let port: UInt16
  /// Yields each request as it arrives whole: head and body, as text.
  let arrivals: AsyncStream<RawRequest>
  /// Yields the number of each connection that has ended.
  let endings: AsyncStream<Int>
  private let listener: Int32
  private let log: Log

  fileprivate final class Log: Sendable {
    let requests = Mutex<[RawRequest]>([])
    let connections = Mutex(0)
    let arrival: AsyncStream<RawRequest>.Continuation
    let ending: AsyncStream<Int>.Continuation

    init(_ arrival: AsyncStream<RawRequest>.Continuation, _ ending: AsyncStream<Int>.Continuation) {
      self.arrival = arrival
      self.ending = ending
    }
  }

  init(_ script: @escaping Script) throws {
    let (arrivals, arrival) = AsyncStream.makeStream(of: RawRequest.self)
    let (endings, ending) = AsyncStream.makeStream(of: Int.self)
    let log = Log(arrival, ending)
    let (listener, port) = try Self.bind()
    guard listen(listener, 128) == 0 else { throw POSIXError(.EIO) }
    Thread.detachNewThread {
      while true {
        let descriptor = accept(listener, nil, nil)
        guard descriptor >= 0 else { break }
        let number = log.connections.withLock { count in
          count += 1
          return count
        }
        let connection = RawConnection(descriptor: descriptor, number: number) { request in
          log.requests.withLock { $0.append(request) }
          log.arrival.yield(request)
        }
        Thread.detachNewThread {
          script(connection)
          connection.close()
          log.ending.yield(number)
        }
      }
      Glibc.close(listener)
    }
    (self.listener, self.port, self.arrivals, self.endings, self.log) = (listener, port, arrivals, endings, log)
  }

  deinit { shutdown(listener, Int32(SHUT_RDWR)) }

  var url: String { "http://127.0.0.1:\(port)" }
  var requests: [RawRequest] { log.requests.withLock { $0 } }
  var connectionCount: Int { log.connections.withLock { $0 } }

  /// Waits for the next request to arrive whole.
  @discardableResult
  func nextArrival() async -> RawRequest? {
    var iterator = arrivals.makeAsyncIterator()
    return await iterator.next()
  }

  /// Waits for the next connection to end, and returns its number.
  @discardableResult
  func nextEnding() async -> Int? {
    var iterator = endings.makeAsyncIterator()
    return await iterator.next()
  }

  /// Binds a loopback socket to a free port without listening: connections to it are refused.
  static func bind() throws -> (descriptor: Int32, port: UInt16) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    guard code else { throw POSIXError(.EADDRNOTAVAIL) }
    return (descriptor, UInt16(bigEndian: address.sin_port))
  }
}

/// A request as it came over the wire.
struct RawRequest: Sendable {
  var connection: Int
  var head: String
  var body: String

  var line: String { String(head.prefix { $0 != "\r\n" }) }

  func header(_ name: String) -> String? {
    for field in head.split(separator: "\r\n").dropFirst() {
      let parts = field.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      if parts[0].lowercased() == name.lowercased() { return parts[1].trimmingCharacters(in: .whitespaces) }
    }
    return nil
  }
}

/// One connection of a ``RawServer``, used by its script only.
final class RawConnection: Sendable {
  let number: Int
  private let descriptor: Int32
  private let isOpen = Mutex(true)
  private let report: @Sendable (RawRequest) -> Void

  init(descriptor: Int32, number: Int, report: @escaping @Sendable (RawRequest) -> Void) {
    self.descriptor = descriptor
    self.number = number
    self.report = report
  }

  /// Reads a whole request and reports it; nil at the end of the connection.
  @discardableResult
  func readRequest() -> RawRequest? {
    var bytes: [UInt8] = []
    let blank = Array("\r\n\r\n".utf8)
    while bytes.suffix(4) != blank[...] {
      guard let byte = read(1)?.first else { return nil }
      bytes.append(byte)
    }
    var request = RawRequest(connection: number, head: String(decoding: bytes, as: UTF8.self), body: "")
    var body: [UInt8] = []
    let length = request.header("Content-Length").flatMap { Int($0) } ?? 0
    while body.count < length {
      guard let more = read(length - body.count) else { return nil }
      body += more
    }
    request.body = String(decoding: body, as: UTF8.self)
    report(request)
    return request
  }

  /// Reads some bytes; nil at the end of the connection.
  func read(_ limit: Int) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: limit)
    let count = recv(descriptor, &buffer, limit, 0)
    return count > 0 ? Array(buffer.prefix(count)) : nil
  }

  /// Writes everything; false when the other side is gone.
  @discardableResult
  func write(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  @discardableResult
  func write(_ text: String) -> Bool { write(Array(text.utf8)) }

  /// Answers with a body of a known length.
  func answer(_ status: String = "200 OK", headers: String = "", body: String = "{}") {
    write("HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)")
  }

  /// Waits, answering nothing, until the other side closes.
  func waitForPeer() { while read(4096) != nil {} }

  /// Passes bytes both ways between the peer and a loopback port until one side ends.
  func relay(to port: UInt16) {
    let target = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    _ = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(target, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    let far = RawConnection(descriptor: target, number: 0) { _ in }
    Thread.detachNewThread { [self] in
      while let bytes = far.read(4096), write(bytes) {}
      shutdown(descriptor, Int32(SHUT_RDWR))
    }
    while let bytes = read(4096), far.write(bytes) {}
    far.close()
  }

  /// Ends the connection with RST instead of an orderly end.
  func reset() {
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    close()
  }

  func close() {
    isOpen.withLock { isOpen in
      if isOpen { Glibc.close(descriptor) }
      isOpen = false
    }
  }
}
