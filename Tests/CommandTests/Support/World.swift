import Foundation
import Glibc
import Synchronization
import Testing

/// A sandbox, a configuration with its rules and secrets, and the daemon's folder, for one test.
struct World: Sendable {
  /// What the sandbox divides every duration by; ``Setup`` holds the daemon's side of it.
  static let scale = 20

  static let secrets = ["sandbox-password", "gtk_sandbox_0123456789", "eyJhbGci"]

  let folder: String
  let sandbox: SandboxProcess
  private let children = Children()

  /// The folder that this test's own program, and so the programs under test, were built into.
  private static let programs: String = {
    let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return (program as NSString).deletingLastPathComponent
  }()

  static var program: String { programs + "/capataz" }
  static var sandboxProgram: String { programs + "/capataz-sandbox" }

  /// Runs `body` in a new world, then ends every process and removes the folder.
  ///
  /// What commands printed as JSON must fit the schemas that are shipped.
  static func with<Value: Sendable>(
    sandbox options: [String] = [], rules: String = RuleTexts.welcome, setup change: (inout Setup) -> Void = { _ in },
    _ body: (World) async throws -> Value
  ) async throws -> Value {
    await Turnstile.shared.enter()
    defer { Turnstile.shared.leave() }
    var template = Array((FileManager.default.temporaryDirectory.path + "/capataz-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw LoopbackClient.Failure(call: "mkdtemp", code: errno) }
    let folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let sandbox = try await SandboxProcess.start(sandboxProgram, options)
    let world = World(folder: folder, sandbox: sandbox)
    defer { for child in world.children.all + [sandbox.process] { child.kill(SIGKILL) } }
    try world.write("sandbox-password\n", to: "password", mode: 0o600)
    try world.write("gtk_sandbox_0123456789\n", to: "api-key", mode: 0o600)
    try world.write(rules, to: "rules/rules.yaml")
    try world.configure(change)
    let value = try await body(world)
    let printed = world.children.printed
    let mistakes = try await PrintedJSON.mistakes(in: printed, place: folder)
    #expect(mistakes == [])
    return value
  }

  /// Writes a file of the world's folder, whole and at once as an editor does.
  func write(_ text: String, to name: String, mode: mode_t = 0o644) throws {
    let path = folder + "/" + name
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o755])
    try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    chmod(path, mode)
  }

  func configure(_ change: (inout Setup) -> Void) throws {
    var setup = Setup(url: sandbox.url)
    change(&setup)
    try write(setup.yaml, to: "config.yaml")
  }

  /// Starts `capataz`; the configuration is named unless `bare`.
  func start(
    _ arguments: String..., environment: [String: String] = [:], bare: Bool = false
  ) throws -> ChildProcess {
    try start(arguments, environment: environment, bare: bare)
  }

  func start(
    _ arguments: [String], environment: [String: String] = [:], bare: Bool = false
  ) throws -> ChildProcess {
    let config = bare ? [] : ["--config", folder + "/config.yaml"]
    let child = try ChildProcess(
      Self.program, config + arguments,
      environment: ["PATH": "/usr/bin:/bin", "TZ": "UTC"].merging(environment) { $1 })
    children.add(child, arguments)
    return child
  }

  /// Starts `capataz` with a terminal as its standard output, without colours.
  func start(on terminal: PseudoTerminal, _ arguments: String...) throws -> ChildProcess {
    try start(on: terminal, in: ">", "xterm", arguments)
  }

  /// Starts `capataz` with a terminal as its standard error, without colours.
  ///
  /// - Parameter kind: What the environment says of the terminal.
  func start(errorsOn terminal: PseudoTerminal, kind: String = "xterm", _ arguments: String...) throws -> ChildProcess {
    try start(on: terminal, in: "2>", kind, arguments)
  }

  private func start(
    on terminal: PseudoTerminal, in redirection: String, _ kind: String, _ arguments: [String]
  ) throws -> ChildProcess {
    let script = "exec \"$0\" \"$@\" \(redirection)\"$TERMINAL\""
    let child = try ChildProcess(
      "/bin/sh", ["-c", script, Self.program, "--config", folder + "/config.yaml"] + arguments,
      environment: [
        "PATH": "/usr/bin:/bin", "TZ": "UTC", "NO_COLOR": "1", "TERMINAL": terminal.path, "TERM": kind,
      ])
    children.add(child)
    return child
  }

  /// The daemon; run by another program, which is given its command line, if `tracer` names one.
  func daemon(
    _ arguments: String..., environment: [String: String] = [:], tracer: [String] = []
  ) throws -> ChildProcess {
    try daemon(arguments, environment: environment, tracer: tracer)
  }

  func daemon(
    _ arguments: [String], environment: [String: String] = [:], tracer: [String] = []
  ) throws -> ChildProcess {
    let config = ["--config", folder + "/config.yaml", "run", "--allow-volatile-state"]
    let command = tracer + [Self.program] + config + arguments
    let child = try ChildProcess(
      command[0], Array(command.dropFirst()),
      environment: ["PATH": "/usr/bin:/bin", "TZ": "UTC"].merging(environment) { $1 })
    children.add(child)
    return child
  }

  /// Runs until nothing is left to do.
  func runOnce() async throws -> (exit: ChildProcess.Exit, process: ChildProcess) {
    let child = try daemon("--once")
    return (await child.exit(), child)
  }
}

/// The processes of a world.
private final class Children: Sendable {
  private let children = Mutex<[(child: ChildProcess, arguments: [String])]>([])

  var all: [ChildProcess] { children.withLock { $0.map(\.child) } }

  /// What each printed in whole lines, by its arguments.
  var printed: [(arguments: [String], lines: [String])] {
    children.withLock { $0.map { ($0.arguments, $0.child.output.lines) } }
  }

  func add(_ child: ChildProcess, _ arguments: [String] = []) { children.withLock { $0.append((child, arguments)) } }
}

/// Lets only so many worlds exist at a time: tests mostly wait, but each start of a process costs.
final class Turnstile: Sendable {
  static let shared = Turnstile(places: 10)

  private let state: Mutex<(places: Int, waiting: [CheckedContinuation<Void, Never>])>

  private init(places: Int) { state = Mutex((places, [])) }

  func enter() async {
    await withCheckedContinuation { continuation in
      let mayEnter = state.withLock { state in
        if state.places > 0 {
          state.places -= 1
          return true
        }
        state.waiting.append(continuation)
        return false
      }
      if mayEnter { continuation.resume() }
    }
  }

  func leave() {
    let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
      if state.waiting.isEmpty {
        state.places += 1
        return nil
      }
      return state.waiting.removeFirst()
    }
    next?.resume()
  }
}
