extension CurlTransport {
  /// Settings for every request of one transport.
  package struct Configuration: Sendable, Equatable {
    /// The longest time for name, connection, proxy and TLS handshake together.
    package var connectTimeout: Duration = .seconds(10)
    /// The longest time for the whole request.
    package var timeout: Duration = .seconds(30)
    /// How long fewer than 100 bytes a second may flow, including the wait for the answer; whole seconds.
    package var stallTimeout: Duration = .seconds(10)
    /// A PEM file of certificate authorities to trust instead of the system's; nil for the system's.
    ///
    /// It is read again at most once an hour.
    package var caFile: String?
    /// The proxy's address as libcurl writes it; nil for none.
    ///
    /// The environment's proxy variables are never used.
    package var proxy: String?
    /// True to reach private, loopback and link-local addresses as well.
    package var allowPrivate = false
    /// Names whose addresses are known without a lookup, as `HOST:PORT:ADDRESS`, like entries of hosts(5).
    ///
    /// The addresses are checked like any other.
    package var names: [String] = []
    /// The most bytes of a body, after decoding.
    package var maxBody = 8 << 20
    /// The most bytes of all header lines of an answer together, interim answers included.
    package var maxHead = 64 << 10
    /// The `User-Agent` of requests that have none.
    package var userAgent = "capataz"

    package init() {}
  }
}
