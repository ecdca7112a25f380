package import GeoTareas

/// Sends requests through the system's libcurl, each exactly once, on a connection of its own.
///
/// Transports of one ``Network`` share only its thread. Each has its own settings, takes turns with the others, and is
/// shut down separately. No request reuses a connection, not even a read: libcurl repeats a request on a fresh
/// connection when a reused one dies. If libcurl repeated a request all the same, it would be stopped before its first
/// byte. Redirects are not followed: a 3xx answer is returned as it is.
package final class CurlTransport: Transport {
  private let configuration: Configuration
  private let network: Network
  private let line: Mailbox.Line
  private let ownsNetwork: Bool

  /// Makes a transport on a network that others use as well, or on a network of its own.
  ///
  /// Throws `other` when libcurl or the system has no room for a network; nothing can be sent then.
  package init(
    configuration: Configuration = Configuration(), network: Network? = nil
  ) throws(TransportError) {
    self.configuration = configuration
    ownsNetwork = network == nil
    self.network = if let network { network } else { try Network(mostOfOne: Network.mostConnections) }
    line = self.network.mailbox.open()
  }

  deinit { network.mailbox.stop(line) }

  package func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let checked = try CheckedRequest(request)
    let mailbox = network.mailbox
    let id = mailbox.reserve(line)
    let answer = await withTaskCancellationHandler {
      await withCheckedContinuation { caller in
        mailbox.submit(
          Mailbox.Submission(id: id, line: line, request: checked, configuration: configuration, caller: caller))
      }
    } onCancel: {
      mailbox.cancel(id)
    }
    return try answer.get()
  }

  /// Answers all requests of this transport as `cancelled`; later ones are refused.
  ///
  /// Returns when every caller has its answer. It may be called more than once, from anywhere. A network of its own
  /// ends with it; a network that was passed in goes on.
  package func shutdown() async {
    network.mailbox.stop(line)
    await network.mailbox.waitForEnd(of: line)
    if ownsNetwork { await network.shutdown() }
  }

  /// How many requests are not answered yet.
  package var pendingCount: Int { network.mailbox.pendingCount(of: line) }
}
