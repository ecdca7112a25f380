import Foundation
import GeoTareas
import HTTP
import Needs
import Testing

@Suite("Transports of one network", .limit(minutes: 2))
struct NetworkTests {
  @Test("one whose server hangs takes no more connections than its share, and holds up no other")
  func share() async throws {
    let hanging = try RawServer { connection in
      connection.readRequest()
      connection.waitForPeer()
    }
    let prompt = try RawServer { connection in
      connection.readRequest()
      connection.answer()
    }
    let network = try Network(mostConnections: 3, mostOfOne: 2)
    let stuck = try CurlTransport(configuration: .patient, network: network)
    let lively = try CurlTransport(configuration: .patient, network: network)
    let url = hanging.url
    let waiting = (0..<6).map { _ in Task { try await stuck.send(.get(url)) } }
    for _ in 0..<2 { _ = await hanging.nextArrival() }
    for _ in 0..<20 { #expect(try await lively.send(.get(prompt.url)).status == 200) }
    #expect(hanging.requests.count == 2)
    #expect(stuck.pendingCount == 6)
    await stuck.shutdown()
    for task in waiting { await #expect(throws: TransportError.self) { try await task.value } }
  }

  @Test("the shutdown of one answers its requests alone: the others' go on, and so does the network")
  func shutdown() async throws {
    let server = try RawServer { connection in
      guard let request = connection.readRequest() else { return }
      if request.line.contains("/wait") { connection.waitForPeer() } else { connection.answer() }
    }
    let network = try Network()
    let ending = try CurlTransport(configuration: .patient, network: network)
    let staying = try CurlTransport(configuration: .patient, network: network)
    let url = server.url
    let ended = Task { try await ending.send(.get(url + "/wait")) }
    let kept = Task { try await staying.send(.get(url + "/wait")) }
    for _ in 0..<2 { _ = await server.nextArrival() }
    await ending.shutdown()
    let error = await #expect(throws: TransportError.self) { try await ended.value }
    #expect(error?.kind == .cancelled && error?.reach == .maybeSent)
    #expect(ending.pendingCount == 0 && staying.pendingCount == 1)
    #expect(try await staying.send(.get(url)).status == 200)
    let late = await #expect(throws: TransportError.self) { try await ending.send(.get(url)) }
    #expect(late?.kind == .cancelled && late?.reach == .notSent)
    await network.shutdown()
    await #expect(throws: TransportError.self) { try await kept.value }
  }

  @Test("requests that wait for a connection go in their order, and are cancelled without one")
  func order() async throws {
    let server = try RawServer { connection in
      guard let request = connection.readRequest() else { return }
      if request.line.contains("/wait") { connection.waitForPeer() } else { connection.answer() }
    }
    let transport = try CurlTransport(
      configuration: .patient, network: Network(mostConnections: 1, mostOfOne: 1))
    let url = server.url
    let first = Task { try await transport.send(.get(url + "/wait")) }
    _ = await server.nextArrival()
    let second = Task { try await transport.send(.get(url + "/second")) }
    while transport.pendingCount < 2 { await Task.yield() }
    let third = Task { try await transport.send(.get(url + "/third")) }
    while transport.pendingCount < 3 { await Task.yield() }
    second.cancel()
    let error = await #expect(throws: TransportError.self) { try await second.value }
    #expect(error?.reach == .notSent)
    first.cancel()
    #expect(try await third.value.status == 200)
    #expect(server.requests.map(\.line) == ["GET /wait HTTP/1.1", "GET /third HTTP/1.1"])
    _ = try? await first.value
  }

  @Test("any number of them has one thread")
  func threads() async throws {
    await #expect(processExitsWith: .success) {
      let server = try RawServer { connection in
        connection.readRequest()
        connection.answer()
      }
      let network = try Network()
      let first = try CurlTransport(network: network)
      _ = try await first.send(.get(server.url))
      let before = try Self.networkThreads()
      var transports: [CurlTransport] = []
      for _ in 0..<100 { transports.append(try CurlTransport(network: network)) }
      for transport in transports { _ = try await transport.send(.get(server.url)) }
      #expect(try before == 1 && Self.networkThreads() == 1)
    }
  }

  /// Threads of networks, by the name they give themselves.
  private static func networkThreads() throws -> Int {
    let folder = "/proc/self/task"
    return try FileManager.default.contentsOfDirectory(atPath: folder).count { thread in
      let name = try? String(contentsOfFile: "\(folder)/\(thread)/comm", encoding: .utf8)
      return name == "network\n"
    }
  }
}
