extension CurlTransport {
  /// What holds for every request of one transport.
  package struct Configuration: Sendable, Equatable {
    /// The longest time for name, connection, proxy and TLS handshake together.
    package var connectTimeout: Duration = .seconds(10)
    /// The longest time for the whole request.
    package var timeout: Duration = .seconds(30)
    /// How long fewer than 100 bytes a second may flow, waiting for the answer included; whole seconds.
    package var stallTimeout: Duration = .seconds(10)
    /// A PEM file of certificate authorities trusted instead of the system's; nil for the system's.
    ///
    /// It is read anew at most once an hour.
    package var caFile: String?
    /// The proxy's address as libcurl writes it; nil for none.
    ///
    /// The proxy variables of the environment never count.
    package var proxy: String?
    /// True to reach private, loopback and link-local addresses as well.
    package var allowPrivate = false
    /// Names whose addresses are known without asking, as `HOST:PORT:ADDRESS`, as hosts(5) would have them; the addresses
    /// are judged as any other.
    package var names: [String] = []
    /// The most bytes of a body, after decoding.
    package var maxBody = 8 << 20
    /// The most bytes of all header lines of an answer together, interim answers included.
    package var maxHead = 64 << 10
    /// The `User-Agent` of requests that bring none.
    package var userAgent = "capataz"

    package init() {}
  }
}
