/// Why no whole answer came back, and whether the server may have seen the request.
package struct TransportError: Error, Sendable, Equatable {
  package enum Kind: String, Sendable, Codable {
    case resolve, connect, connectTimeout, tls, proxy
    case timeout, tooSlow, closed, tooLarge, malformed
    case cancelled, refusedAddress, invalidRequest, other
  }

  /// How far the request may have come.
  package enum Delivery: Sendable, Equatable {
    /// Not one byte of the request left. This is proved, so it may be sent again.
    case notSent
    /// It may have arrived and may have taken effect.
    case maybeSent
  }

  package var kind: Kind
  package var reach: Delivery
  /// The transport's own words, for people; never contains a secret.
  package var detail: String

  package init(kind: Kind, reach: Delivery, detail: String) {
    self.kind = kind
    self.reach = reach
    self.detail = detail
  }
}

extension TransportError: CustomStringConvertible {
  package var description: String { "\(detail) (\(kind.rawValue))" }
}
