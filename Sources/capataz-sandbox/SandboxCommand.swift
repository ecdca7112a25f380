import ArgumentParser
import Foundation
import Sandbox

/// The program: options in, a running server out.
@main
struct SandboxCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "capataz-sandbox",
    abstract: "A local GeoTareas tenant: the workflow task API with strict limits, and faults on request.",
    discussion: """
      Listens on 127.0.0.1 only. Log in with robot@acme.example / sandbox-password (or reader@acme.example, \
      which may only read) and the API key gtk_sandbox_0123456789. Control it under /_sandbox/: GET state, stats, \
      history, tenants; POST faults {"endpoint": "complete", "fault": "lost_after", "count": 1}; DELETE faults.
      Faults: status:NNN html:NNN half_json empty lost_before lost_after late:SECONDS applied_500 delay:SECONDS \
      hang wrong_task redirect redirect:URL login_blocked.
      """)

  @OptionGroup var options: SandboxOptions

  func run() async throws {
    let options = options
    var log: (@Sendable (String) -> Void)?
    if options.verbose { log = { line in Self.write(line, to: .standardError) } }
    let server = SandboxServer(configuration: options.configuration(), log: log)
    let signals = await EndSignals()
    defer { signals.close() }
    let arrivals = signals.arrivals
    let count = server.taskCount
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          try await server.run { port in
            guard !options.quiet else { return }
            let values = "scale \(Self.short(options.scale)), seed \(options.seed), \(count) tasks"
            Self.write("capataz-sandbox: listening on http://127.0.0.1:\(port) (\(values))", to: .standardOutput)
          }
        }
        group.addTask { for await _ in arrivals { return } }
        try await group.next()
        group.cancelAll()
      }
    } catch let error as SandboxServerError {
      Self.write("capataz-sandbox: \(error)", to: .standardError)
      throw ExitCode(1)
    }
  }

  private static func write(_ line: String, to handle: FileHandle) {
    try? handle.write(contentsOf: Data((line + "\n").utf8))
  }

  private static func short(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
  }
}
