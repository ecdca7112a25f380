import Glibc

/// What this program says of itself.
package enum ProgramIdentity {
  /// Its version, as `capataz --version` prints it and the server sees it.
  package static let version = "0.1.0"

  /// The number of this process.
  package static var processID: Int32 { getpid() }
}
