import GeoTareas
import HTTP
import Testing

extension GeoTareas.HTTPRequest {
  static func get(
    _ url: String, headers: [(name: String, value: HeaderValue)] = [], endpoint: Endpoint = .list
  ) -> Self { Self(endpoint: endpoint, method: .get, url: url, headers: headers) }

  static func post(
    _ url: String, json: String, headers: [(name: String, value: HeaderValue)] = [], endpoint: Endpoint = .complete
  ) -> Self { Self(endpoint: endpoint, method: .post, url: url, headers: headers, body: .json(Array(json.utf8))) }
}

extension CurlTransport.Configuration {
  /// Waits longer than a machine with much to do may take.
  static var patient: Self {
    with {
      $0.timeout = .seconds(100)
      $0.stallTimeout = .seconds(100)
    }
  }

  /// The defaults with some values changed.
  static func with(_ change: (inout Self) -> Void) -> Self {
    var configuration = Self()
    change(&configuration)
    return configuration
  }
}

/// Sends a request that must fail and returns the failure.
func failure(
  of request: GeoTareas.HTTPRequest, over transport: CurlTransport,
  sourceLocation: SourceLocation = #_sourceLocation
) async throws -> TransportError {
  do throws(TransportError) {
    let answer = try await transport.send(request)
    Issue.record("answered with status \(answer.status)", sourceLocation: sourceLocation)
  } catch {
    return error
  }
  throw NoFailure()
}

struct NoFailure: Error {}
