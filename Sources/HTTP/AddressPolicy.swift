/// Which resolved addresses a request may connect to.
///
/// It is checked when the socket is opened. So a name that suddenly resolves to the own network is caught, whatever it
/// resolved to before.
package enum AddressPolicy: Sendable {
  /// Addresses of the public internet only.
  case globalOnly
  /// The own machine only: for a plain `http` address with a loopback literal.
  case loopbackOnly
  /// Every address: for tenants that allow private ones, and for a proxy the operator chose.
  case any

  package func allows(_ address: IPAddress) -> Bool {
    switch self {
    case .globalOnly: address.scope == .global
    case .loopbackOnly: address.scope == .loopback
    case .any: true
    }
  }
}
