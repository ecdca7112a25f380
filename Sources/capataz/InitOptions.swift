import ArgumentParser
import Foundation
import GeoTareas
import Glibc
import Log
import Platform
import RuleFiles

/// The answers of a first run, as far as they are given as options.
struct InitOptions: ParsableArguments {
  @Option(help: "The address of the tenant, such as https://acme.geotareas.com.")
  var url: String?
  @Option(help: "The tenant's time zone, an IANA name such as America/Guayaquil: the API's times carry none.")
  var timezone: String?
  @Option(help: "The e-mail address that the robot logs in with.")
  var email: String?
  @Option(help: "The tenant's name in commands and in the log (default: from the address).")
  var tenant: String?
  @Option(
    help: "A file with the robot's password, which only its owner can read.", completion: .file())
  var passwordFile: String?
  @Option(help: "A file with the company's API key, which only its owner can read.", completion: .file())
  var apiKeyFile: String?
  @Flag(help: "The answers that fit capataz-sandbox on this machine.")
  var sandbox = false
  @Flag(help: "Ask nothing: take the options, what is usual, and secrets from standard input, a line each.")
  var yes = false

  /// What the robot proves itself with.
  struct Secrets {
    var password: [UInt8]
    var apiKey: [UInt8]
  }

  func validate() throws {
    let answers: [(FirstAnswers.Question, String?)] = [
      (.url, url), (.timezone, timezone), (.email, email), (.tenant, tenant),
    ]
    for (question, answer) in answers {
      guard let answer, let problem = FirstAnswers.problem(with: answer, to: question) else { continue }
      throw ValidationError("--\(question): \(problem)")
    }
  }

  /// Whether what is missing is asked for.
  private var asks: Bool { !yes && Prompt.isPossible }

  /// The answers; throws where one is missing and nobody can be asked.
  func answers() throws -> FirstAnswers {
    let sandbox = sandbox ? Self.sandboxAnswers : nil
    if !asks {
      let missing = [
        ("--url", url ?? sandbox?.url), ("--timezone", timezone ?? sandbox?.timezone),
        ("--email", email ?? sandbox?.email),
      ].filter { $0.1 == nil }.map(\.0)
      guard missing.isEmpty else {
        throw ValidationError("nobody is asked here: give \(missing.joined(separator: ", ")) as well")
      }
    }
    let url = try url ?? sandbox?.url ?? ask("Address of the tenant, such as https://acme.geotareas.com", .url)
    let timezone =
      try timezone ?? sandbox?.timezone ?? ask("Its time zone, an IANA name such as America/Guayaquil", .timezone)
    let email = try email ?? sandbox?.email ?? ask("E-mail address that the robot logs in with", .email)
    let usual = FirstAnswers.tenantName(for: url)
    let tenant =
      try tenant ?? (asks && sandbox == nil ? ask("Name of the tenant in commands and log", .tenant, usual) : usual)
    return FirstAnswers(tenant: tenant, url: url, timezone: timezone, email: email)
  }

  private func ask(_ question: String, _ kind: FirstAnswers.Question, _ usual: String? = nil) throws -> String {
    try Prompt.ask(question, usual: usual) { FirstAnswers.problem(with: $0, to: kind) }
  }

  /// The password and the API key, from files, from the person, or from standard input in this order.
  func secrets() throws -> Secrets {
    let usual = sandbox ? Self.sandboxSecrets : nil
    let password = try secret("Password of the robot", passwordFile, "--password-file", usual?.password)
    let apiKey = try secret("API key of the company", apiKeyFile, "--api-key-file", usual?.apiKey)
    for bytes in [password, apiKey] { SecretFilter.shared.learn(Secret(bytes)) }
    return Secrets(password: password, apiKey: apiKey)
  }

  private func secret(_ what: String, _ file: String?, _ option: String, _ usual: [UInt8]?) throws -> [UInt8] {
    if let file { return try Self.contents(of: file, option) }
    if let usual { return usual }
    if asks { return try Prompt.askSecretly(what, problem: Self.problem(with:)) }
    guard !Prompt.isPossible, let line = Prompt.line() else {
      throw ValidationError(
        "'\(what)': give \(option), or a line of standard input from a pipe: first the password, then the key"
      )
    }
    if let problem = Self.problem(with: line) { throw ValidationError("'\(what)': \(problem)") }
    return line
  }

  /// What is wrong with a secret; the secret is not in it.
  private static func problem(with bytes: [UInt8]) -> String? {
    if bytes.isEmpty { return "it is empty" }
    return bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7f } ? nil : "there is a control character in it"
  }

  private static func contents(of file: String, _ option: String) throws -> [UInt8] {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ValidationError("\(option): cannot read \(file): \(systemError())") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFREG || status.st_mode & 0o077 == 0 else {
      throw ValidationError("\(option): others can read \(file); run: chmod 0400 \(file.quotedForShell)")
    }
    guard var bytes = try FileHandle(fileDescriptor: descriptor).read(upToCount: 65_536).map({ Array($0) }) else {
      throw ValidationError("\(option): \(file): it is empty")
    }
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    if let problem = problem(with: bytes) { throw ValidationError("\(option): \(file): \(problem)") }
    return bytes
  }

  /// What capataz-sandbox takes unless it is told otherwise.
  private static let sandboxAnswers = FirstAnswers(
    tenant: "sandbox", url: "http://127.0.0.1:8080", timezone: "America/Guayaquil", email: "robot@acme.example")
  private static let sandboxSecrets = Secrets(
    password: Array("sandbox-password".utf8), apiKey: Array("gtk_sandbox_0123456789".utf8))
}
