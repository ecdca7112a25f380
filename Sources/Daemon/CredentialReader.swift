import Foundation
package import GeoTareas
import Glibc
package import RuleFiles

/// Reads secrets from where the configuration says they are.
package struct CredentialReader: Sendable {
  private let environment: [String: String]

  /// The most bytes of a secret.
  private static let maxSize = 64 * 1024

  /// - Parameter environment: where `{ env: … }` and `$CREDENTIALS_DIRECTORY` are looked up.
  package init(environment: [String: String]) { self.environment = environment }

  /// The credentials of a tenant.
  ///
  /// Blocks on the disk.
  package func read(_ settings: CredentialSettings) throws(CredentialError) -> Credentials {
    let key = try secret(settings.apiKey)
    switch settings.login {
    case .password(let email, let password):
      return Credentials(login: .password(email: email, try secret(password)), apiKey: key)
    case .token(let token): return Credentials(login: .token(try secret(token)), apiKey: key)
    }
  }

  private func secret(_ source: SecretSource) throws(CredentialError) -> Secret {
    let bytes: [UInt8]
    switch source {
    case .credential(let name):
      guard let directory = environment["CREDENTIALS_DIRECTORY"] else {
        throw CredentialError(
          "credential '\(name)': $CREDENTIALS_DIRECTORY is not set; systemd sets it for a unit with LoadCredential=")
      }
      // A folder given to LoadCredential= puts its own name in front of each file's: the unit's is `capataz`.
      let paths = [name, "capataz_\(name)"].map { directory + "/" + $0 }
      bytes = try contents(of: paths.first { access($0, F_OK) == 0 } ?? paths[0], as: "credential '\(name)'")
    case .file(let path): bytes = try contents(of: path, as: "secret file '\(path)'")
    case .env(let name):
      guard let value = environment[name] else {
        throw CredentialError(
          "environment variable '\(name)' is not set; set it, or use a systemd credential or a file")
      }
      bytes = Array(value.utf8)
    }
    let secret = try checked(bytes, source)
    SecretFilter.shared.learn(secret)
    return secret
  }

  /// Reads a file by one open, refusing one that others than its owner could read.
  private func contents(of path: String, as what: String) throws(CredentialError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else {
      guard errno != ELOOP else {
        throw CredentialError("\(what) is a symbolic link, which another user could turn; name the file itself")
      }
      throw CredentialError("\(what) cannot be opened: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw CredentialError("\(what) is not a regular file")
    }
    guard status.st_mode & 0o077 == 0 else {
      let mode = String(status.st_mode & 0o777, radix: 8)
      throw CredentialError("\(what) has mode 0\(mode), so that others can read it; run: chmod 0400 \(path)")
    }
    var bytes = [UInt8](repeating: 0, count: Self.maxSize + 1)
    var count = 0
    while count < bytes.count {
      let got = bytes.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress?.advanced(by: count), $0.count - count)
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw CredentialError("\(what) cannot be read: \(String(cString: strerror(errno)))") }
      if got == 0 { break }
      count += got
    }
    guard count <= Self.maxSize else { throw CredentialError("\(what) is longer than \(Self.maxSize) bytes") }
    return Array(bytes[..<count])
  }

  /// Strips the newline an editor leaves, and refuses what could break out of a header.
  private func checked(_ bytes: [UInt8], _ source: SecretSource) throws(CredentialError) -> Secret {
    var bytes = bytes
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    guard !bytes.isEmpty else { throw CredentialError("\(source.inWords) is empty") }
    guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else {
      throw CredentialError("\(source.inWords) holds a control character, such as a line break in the middle")
    }
    return Secret(bytes)
  }
}

/// A secret that cannot be used; says which, why and what to do, never what it holds.
package struct CredentialError: Error, Sendable, Equatable, CustomStringConvertible {
  package var description: String

  init(_ description: String) { self.description = description }
}

/// What a tenant's server asks for.
package struct Credentials: Sendable {
  package enum Login: Sendable {
    case password(email: String, Secret)
    /// A bearer token that was issued beforehand.
    case token(Secret)
  }

  package var login: Login
  package var apiKey: Secret

  package init(login: Login, apiKey: Secret) {
    self.login = login
    self.apiKey = apiKey
  }

  /// True when both are the same.
  func isSame(as other: Credentials) -> Bool {
    guard apiKey.isSame(as: other.apiKey) else { return false }
    switch (login, other.login) {
    case (.password(let email, let mine), .password(let otherEmail, let theirs)):
      return email == otherEmail && mine.isSame(as: theirs)
    case (.token(let mine), .token(let theirs)): return mine.isSame(as: theirs)
    default: return false
    }
  }
}

extension SecretSource {
  var inWords: String {
    switch self {
    case .credential(let name): "credential '\(name)'"
    case .file(let path): "secret file '\(path)'"
    case .env(let name): "environment variable '\(name)'"
    }
  }
}
