import Foundation
package import GeoTareas
import Glibc
import Log
import Platform
package import RuleFiles

/// Reads secrets from where the configuration says they are.
package struct CredentialReader: Sendable {
  private let environment: [String: String]
  private let safety: SecretSafety

  /// The most bytes of a secret.
  private static let maxSize = 64 * 1024

  /// - Parameters:
  ///   - environment: Where `{ env: … }` and `$CREDENTIALS_DIRECTORY` are looked up.
  ///   - safety: Decides whose files are accepted.
  package init(environment: [String: String], safety: SecretSafety = SecretSafety()) {
    self.environment = environment
    self.safety = safety
  }

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

  /// Everything that is wrong with a tenant's secrets; `first` is the error that ``read(_:)`` threw.
  package func mistakes(in settings: CredentialSettings, first: CredentialError) -> [CredentialError] {
    let found = [settings.apiKey, settings.login.source].compactMap { source in
      do throws(CredentialError) {
        _ = try secret(source)
        return nil as CredentialError?
      } catch {
        return error
      }
    }
    return found.isEmpty ? [first] : found
  }

  func secret(_ source: SecretSource) throws(CredentialError) -> Secret {
    let bytes: [UInt8]
    switch source {
    case .credential(let name):
      guard let directory = environment["CREDENTIALS_DIRECTORY"] else {
        throw CredentialError(
          "credential '\(name)': $CREDENTIALS_DIRECTORY is not set; systemd sets it for a unit with LoadCredential=")
      }
      bytes = try contents(of: Self.path(of: name, in: directory), as: source.inWords)
    case .file(let path): bytes = try contents(of: path, as: source.inWords)
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

  private static func path(of credential: String, in directory: String) -> String {
    // If LoadCredential= names a folder, systemd puts its own name in front of each file's; our unit's is `capataz`.
    let paths = [credential, "capataz_\(credential)"].map { directory + "/" + $0 }
    return paths.first { access($0, F_OK) == 0 } ?? paths[0]
  }

  /// What is wrong with a secret, as far as one can say without reading it; for callers who may not read it.
  ///
  /// Nil where nothing is wrong, or nothing can be said: a daemon's environment is not the caller's.
  package func problem(with source: SecretSource) -> SecretProblem? {
    switch source {
    case .env: return nil
    case .credential(let name):
      guard let directory = environment["CREDENTIALS_DIRECTORY"] else { return nil }
      return safety.problem(with: Self.path(of: name, in: directory), as: source.inWords)
    case .file(let path):
      return safety.problem(with: path, as: source.inWords) ?? safety.obstacle(to: path, as: source.inWords)
    }
  }

  /// Whether ``problem(with:)`` can say nothing about a secret from here, because only the daemon's unit has it.
  package func isElsewhere(_ source: SecretSource) -> Bool {
    switch source {
    case .env: true
    case .credential: environment["CREDENTIALS_DIRECTORY"] == nil
    case .file: false
    }
  }

  /// Which of a tenant's secrets are not here, in words; empty where all are.
  ///
  /// Only a secret counts that is nowhere, such as a systemd credential outside of its unit: one that is unsafe or cannot
  /// be read is here.
  package func missing(of settings: CredentialSettings) -> [String] {
    [settings.login.source, settings.apiKey].filter(isMissing).map(\.inWords)
  }

  private func isMissing(_ source: SecretSource) -> Bool {
    func exists(_ path: String) -> Bool {
      var status = stat()
      return lstat(path, &status) == 0 || errno != ENOENT
    }
    return switch source {
    case .env(let name): environment[name] == nil
    case .file(let path): !exists(path)
    case .credential(let name):
      environment["CREDENTIALS_DIRECTORY"].map { !exists(Self.path(of: name, in: $0)) } ?? true
    }
  }

  /// Reads a file with one open.
  ///
  /// A file that others than its owner can read, or that belongs to somebody else, is refused.
  private func contents(of path: String, as what: String) throws(CredentialError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else {
      let code = errno
      if code == ELOOP, let problem = safety.problem(with: path, as: what) { throw CredentialError(problem.text) }
      throw CredentialError("\(what) cannot be opened: \(systemError(code))\(Self.advice(code, path))")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw CredentialError("\(what) cannot be looked at: \(systemError())")
    }
    if let text = safety.problem(status, of: path, as: what) { throw CredentialError(text) }
    var bytes = [UInt8](repeating: 0, count: Self.maxSize + 1)
    var count = 0
    while count < bytes.count {
      let got = bytes.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress?.advanced(by: count), $0.count - count)
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw CredentialError("\(what) cannot be read: \(systemError())") }
      if got == 0 { break }
      count += got
    }
    guard count <= Self.maxSize else { throw CredentialError("\(what) is longer than \(Self.maxSize) bytes") }
    return Array(bytes[..<count])
  }

  /// Whose a file is that this process may not read, and what to do.
  private static func advice(_ code: Int32, _ path: String) -> String {
    var status = stat()
    guard code == EACCES, lstat(path, &status) == 0 else { return "" }
    let (owner, user) = (UserName.inWords(status.st_uid), UserName.inWords(geteuid()))
    return owner == user
      ? ""
      : "; it belongs to the user \(owner), and this process is of \(user): use sudo, or, for the daemon, run: "
        + "chown \(UserName.of(geteuid()) ?? String(geteuid())) \(path.quotedForShell)"
  }

  /// Removes the newline that an editor leaves, and refuses characters that could break out of a header.
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

/// A secret that cannot be used.
///
/// It says which one, why and what to do, but never its contents.
package struct CredentialError: Error, Sendable, Equatable, CustomStringConvertible {
  package var description: String

  package init(_ description: String) { self.description = description }
}

/// What a tenant's server asks for when we log in.
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
  package func isSame(as other: Credentials) -> Bool {
    guard apiKey.isSame(as: other.apiKey) else { return false }
    switch (login, other.login) {
    case (.password(let email, let mine), .password(let otherEmail, let theirs)):
      return email == otherEmail && mine.isSame(as: theirs)
    case (.token(let mine), .token(let theirs)): return mine.isSame(as: theirs)
    default: return false
    }
  }
}

extension CredentialSettings.Login {
  /// Where the secret is with which a session begins.
  fileprivate var source: SecretSource {
    switch self {
    case .password(_, let password): password
    case .token(let token): token
    }
  }
}

extension SecretSource {
  package var inWords: String {
    switch self {
    case .credential(let name): "credential '\(name)'"
    case .file(let path): "secret file '\(path)'"
    case .env(let name): "environment variable '\(name)'"
    }
  }
}
