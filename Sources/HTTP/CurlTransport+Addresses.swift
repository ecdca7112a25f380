import GeoTareas

extension CurlTransport {
  /// Why no request to this address would be sent; nil where one would be.
  ///
  /// The words quote nothing of the address but its host.
  package static func problem(with address: String) -> String? {
    do throws(TransportError) {
      _ = try CheckedRequest(HTTPRequest(endpoint: .list, method: .get, url: address, headers: []))
      return nil
    } catch {
      return error.detail
    }
  }
}
