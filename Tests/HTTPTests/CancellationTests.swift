import GeoTareas
import HTTP
import Needs
import Synchronization
import Testing

@Suite("Cancellation", .limit(minutes: 10))
struct CancellationTests {
  private func hangingServer() throws -> RawServer {
    try RawServer { connection in
      connection.readRequest()
      connection.waitForPeer()
    }
  }

  @Test("of a request the server has seen ends it at once as maybe sent, and closes the connection")
  func midFlight() async throws {
    let server = try hangingServer()
    let transport = try CurlTransport(configuration: .patient)
    let url = server.url
    let task = Task { try await failure(of: .post(url, json: "{}"), over: transport) }
    await server.nextArrival()
    task.cancel()
    let error = try await task.value
    #expect(error.kind == .cancelled)
    #expect(error.reach == .maybeSent)
    #expect(await server.nextEnding() == 1)
    #expect(transport.pendingCount == 0)
  }

  @Test("before the call sends nothing")
  func before() async throws {
    let server = try hangingServer()
    let transport = try CurlTransport(configuration: .patient)
    let url = server.url
    let (gate, opener) = AsyncStream.makeStream(of: Void.self)
    let task = Task {
      for await _ in gate {}
      return try await failure(of: .get(url), over: transport)
    }
    task.cancel()
    opener.finish()
    let error = try await task.value
    #expect(error.kind == .cancelled)
    #expect(error.reach == .notSent)
    #expect(server.connectionCount == 0)
    #expect(transport.pendingCount == 0)
  }

  @Test("right before the first byte sends nothing over the open connection")
  func beforeFirstByte() async throws {
    let server = try hangingServer()
    let (gate, opener) = AsyncStream.makeStream(of: Void.self)
    let holder = TaskHolder()
    let transport = try CurlTransport(configuration: .patient)
    var request = GeoTareas.HTTPRequest.post(server.url, json: "{}")
    request.permit = {
      holder.cancel()
      return nil
    }
    let sent = request
    let task = Task {
      for await _ in gate {}
      return try await failure(of: sent, over: transport)
    }
    holder.hold(task)
    opener.finish()
    let error = try await task.value
    #expect(error.kind == .cancelled)
    #expect(error.reach == .notSent)
    #expect(await server.nextEnding() == 1)
    #expect(server.requests.isEmpty)
  }

  @Test("a request that is not permitted right before its first byte is not sent")
  func vetoed() async throws {
    let server = try hangingServer()
    let transport = try CurlTransport(configuration: .patient)
    var request = GeoTareas.HTTPRequest.post(server.url, json: "{}")
    request.permit = { "the wind has turned" }
    let error = try await failure(of: request, over: transport)
    #expect(error.kind == .cancelled)
    #expect(error.reach == .notSent)
    #expect(error.detail.contains("the wind has turned"))
    #expect(await server.nextEnding() == 1)
    #expect(server.requests.isEmpty)
  }

  @Test("at any moment answers exactly once and leaves nothing behind")
  func anyMoment() async throws {
    let server = try RawServer { connection in
      connection.readRequest()
      connection.answer()
    }
    let transport = try CurlTransport(configuration: .patient)
    let url = server.url
    await withTaskGroup(of: Void.self) { group in
      for turn in 0..<200 {
        let task = Task { _ = try? await transport.send(.get(url)) }
        group.addTask {
          for _ in 0..<(turn % 20) * 20 { await Task.yield() }
          task.cancel()
          await task.value
        }
        if turn % 10 == 9 { await group.next() }
      }
    }
    #expect(transport.pendingCount == 0)
    #expect(try await transport.send(.get(url)).status == 200)
  }

  @Test("by shutdown answers every hanging request, and refuses later ones")
  func shutdown() async throws {
    let server = try hangingServer()
    let transport = try CurlTransport(configuration: .patient)
    let url = server.url
    let tasks = (0..<10).map { _ in Task { try await failure(of: .get(url), over: transport) } }
    for _ in tasks { await server.nextArrival() }
    await transport.shutdown()
    for task in tasks {
      let error = try await task.value
      #expect(error.kind == .cancelled)
      #expect(error.reach == .maybeSent)
    }
    let late = try await failure(of: .get(url), over: transport)
    #expect(late.kind == .cancelled)
    #expect(late.reach == .notSent)
    await transport.shutdown()
    #expect(transport.pendingCount == 0)
  }
}

/// A task that can be cancelled from the transport's thread.
private final class TaskHolder: Sendable {
  private let cancelTask = Mutex<(@Sendable () -> Void)?>(nil)

  func hold<Success: Sendable>(_ task: Task<Success, any Error>) { cancelTask.withLock { $0 = { task.cancel() } } }

  func cancel() { cancelTask.withLock { $0 }?() }
}
