import FlyingFox
import FlyingSocks
import Foundation

/// Why the sandbox could not listen.
package struct SandboxServerError: Error, Sendable, CustomStringConvertible {
  package var description: String
}

extension SandboxServer {
  /// Serves on 127.0.0.1 until the task is cancelled, then closes every connection and returns.
  /// - Parameter whenListening: Told the bound port once requests are taken.
  /// - Throws: ``SandboxServerError`` when the port cannot be bound.
  package func run(whenListening: @escaping @Sendable (UInt16) -> Void) async throws {
    let server = HTTPServer(
      address: try sockaddr_in.inet(ip4: "127.0.0.1", port: configuration.port), timeout: 86_400,
      logger: .disabled, handler: ConnectionHandler(server: self))
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.run() }
      group.addTask {
        try await server.waitUntilListening(timeout: 10)
        guard let address = await server.listeningAddress,
          case .ip4(_, let port) = FlyingFox.HTTPRequest.Address.make(from: address)
        else { throw SandboxServerError(description: "the server's port is not known") }
        whenListening(port)
        try await Task.sleep(for: .seconds(1_000_000_000))
      }
      defer { group.cancelAll() }
      do {
        try await group.next()
      } catch {
        guard !Task.isCancelled else { return }
        throw error is SandboxServerError ? error : failure(error)
      }
    }
  }

  private func failure(_ error: any Error) -> SandboxServerError {
    SandboxServerError(
      description: "cannot listen on 127.0.0.1:\(configuration.port): \(error.localizedDescription); "
        + "choose another port, or 0 for a free one")
  }

  /// Serves while `body` runs, which is given the bound port; stops when it returns or throws.
  package func withRunning<Result: Sendable>(
    _ body: @escaping @Sendable (UInt16) async throws -> Result
  ) async throws -> Result {
    let (ports, announcement) = AsyncStream.makeStream(of: UInt16.self)
    return try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask {
        defer { announcement.finish() }
        try await self.run { announcement.yield($0) }
        return nil
      }
      group.addTask {
        for await port in ports { return try await body(port) }
        return nil
      }
      defer { group.cancelAll() }
      while let result = try await group.next() {
        if let result { return result }
      }
      throw CancellationError()
    }
  }
}
