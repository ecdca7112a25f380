import Dispatch
import Foundation
import GeoTareas
import HTTP
import Needs
import Testing

@Suite("A transport", .limit(minutes: 2))
struct EnduranceTests {
  @Test("leaks no descriptor in a thousand requests, failures and cancellations")
  func descriptors() async {
    // In a process of its own: nobody else opens descriptors there.
    await #expect(processExitsWith: .success) { try await Marathon().run() }
  }

  @Test("gives its descriptors back when it is dropped")
  func dropped() async {
    await #expect(processExitsWith: .success) {
      let before = try Marathon.openSockets()
      for _ in 0..<500 { _ = try CurlTransport(configuration: .patient) }
      // The threads end by themselves; if not, the suite's time limit ends the test.
      while try Marathon.openSockets() > before { await Task.yield() }
    }
  }

  @Test("carries fifty requests at a time, each answer to its own caller")
  func concurrent() async throws {
    let gate = RequestGate(count: 50)
    let server = try RawServer { connection in
      guard let request = connection.readRequest() else { return }
      gate.arriveAndWait()
      connection.answer(body: request.line)
    }
    let transport = try CurlTransport(configuration: .patient)
    let url = server.url
    let answers = try await withThrowingTaskGroup { group in
      for number in 0..<50 {
        group.addTask { (number, try await transport.send(.get(url + "/\(number)"))) }
      }
      return try await group.reduce(into: [Int: String]()) { result, answer in
        result[answer.0] = String(decoding: answer.1.body, as: UTF8.self)
      }
    }
    #expect(answers == Dictionary(uniqueKeysWithValues: (0..<50).map { ($0, "GET /\($0) HTTP/1.1") }))
  }
}

/// A thousand requests one after another, most of them answered, some reset, some cancelled.
private struct Marathon {
  private let server: RawServer
  private let transport: CurlTransport

  init() throws {
    server = try RawServer { connection in
      connection.readRequest()
      switch connection.number % 10 {
      case 8: connection.reset()
      case 9: connection.waitForPeer()
      default: connection.answer()
      }
    }
    transport = try CurlTransport(configuration: .patient)
  }

  func run() async throws {
    for _ in 0..<20 { try await exchange() }
    let before = try Self.openSockets()
    for _ in 0..<1000 { try await exchange() }
    #expect(try Self.openSockets() <= before)
    #expect(server.requests.count == 1020)
    #expect(transport.pendingCount == 0)
  }

  private func exchange() async throws {
    let (transport, url) = (transport, server.url)
    let task = Task { try? await transport.send(.get(url)) }
    let arrival = try #require(await server.nextArrival())
    if arrival.connection % 10 == 9 { task.cancel() }
    _ = await task.value
    await server.nextEnding()
  }

  /// The sockets of the process; what the concurrency runtime opens for itself are none.
  static func openSockets() throws -> Int {
    let folder = "/proc/self/fd/"
    return try FileManager.default.contentsOfDirectory(atPath: folder).count { name in
      (try? FileManager.default.destinationOfSymbolicLink(atPath: folder + name))?.hasPrefix("socket:") == true
    }
  }
}

/// Holds server threads until all of them have arrived: proof that they are there at the same time.
private final class RequestGate: Sendable {
  private let arrived = DispatchGroup()

  init(count: Int) { for _ in 0..<count { arrived.enter() } }

  func arriveAndWait() {
    arrived.leave()
    arrived.wait()
  }
}
