/// The dead-man's call: an address that is called as long as all is well, so that somebody notices when it is not.
package struct PingSettings: Sendable, Equatable {
  /// Where the address is; it is a secret, because whoever knows it can keep the receiver quiet.
  package var url: SecretSource
  /// The time from one call to the next, at least.
  package var every = PingSettings.standardPeriod
  /// How the calls travel.
  package var http = HTTPSettings()

  static let standardPeriod = Duration.seconds(300)

  /// Makes settings with the documented defaults for everything that is not given.
  package init(url: SecretSource) { self.url = url }
}
