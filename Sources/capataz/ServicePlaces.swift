import Foundation
import Glibc

/// Where the service whose configuration a file is has its things, as the package's units say.
struct ServicePlaces: Equatable {
  /// Its unit, as `capataz` or `capataz@north`.
  let unit: String
  let state: String
  /// The folder whose files systemd hands to the daemon as credentials.
  let credentials: String

  /// The folder of the service's configuration; each folder in it may be that of another instance.
  static let folder = "/etc/capataz"

  /// Nil for a configuration that no unit runs with.
  init?(configuration path: String) {
    let url = URL(fileURLWithPath: path).standardizedFileURL
    let folder = url.deletingLastPathComponent().path
    guard url.lastPathComponent == "config.yaml" else { return nil }
    if folder == Self.folder {
      (unit, state, credentials) = ("capataz", "/var/lib/capataz", "/etc/credstore/capataz")
    } else if (folder as NSString).deletingLastPathComponent == Self.folder {
      let name = (folder as NSString).lastPathComponent
      (unit, state) = ("capataz@\(name)", "/var/lib/capataz-\(name)")
      credentials = "/etc/credstore/capataz-\(name)"
    } else {
      return nil
    }
  }

  /// The environment that secrets are looked up in.
  ///
  /// For root it has the service's credentials, which the daemon gets from systemd: so `plan` can ask the server before
  /// the first start as well.
  static func environment(for path: String) -> [String: String] {
    var environment = ProcessInfo.processInfo.environment
    let key = "CREDENTIALS_DIRECTORY"
    if environment[key] == nil, geteuid() == 0, let places = ServicePlaces(configuration: path),
      access(places.credentials, F_OK) == 0
    {
      environment[key] = places.credentials
    }
    return environment
  }
}
