import Foundation
import Glibc

/// `capataz-sandbox` as a process, and what its control endpoints tell.
struct SandboxProcess: Sendable {
  struct Task: Decodable {
    struct Assignee: Decodable { var id: String }

    var id: String
    var workflow: String
    var step: String
    var status: String
    var assignedToUser: Assignee?
    var assignedToGroup: Assignee?
  }

  struct Effect: Decodable, Hashable {
    var user: String
    var endpoint: String
    var task: String
    var result: String?
    var assignee: String?
  }

  struct History: Decodable {
    var history: [Effect]
    var refused: [Effect]
  }

  struct Traffic: Decodable {
    var total: Int
    var limited: Int
    var mostInWindow: Int

    enum CodingKeys: String, CodingKey {
      case total, mostInWindow
      case limited = "429"
    }
  }

  let process: ChildProcess
  let port: UInt16

  var url: String { "http://127.0.0.1:\(port)" }

  /// Starts it with all durations divided by ``World/scale`` and waits until it listens.
  static func start(_ program: String, port: UInt16 = 0, _ options: [String]) async throws -> SandboxProcess {
    let process = try ChildProcess(
      program, ["--port", String(port), "--scale", String(World.scale), "--verbose"] + options, environment: [:])
    let line = await process.output.first { $0.contains("listening on") ? $0 : nil }?.value ?? ""
    let number = line.split(separator: "127.0.0.1:").last.flatMap { UInt16($0.prefix { $0.isNumber }) }
    guard let number else { throw NotLogged(event: "listening on", log: process.errors.text) }
    return SandboxProcess(process: process, port: number)
  }

  func stop() async {
    process.kill(SIGTERM)
    _ = await process.exit()
  }

  func tasks() async throws -> [Task] {
    struct State: Decodable { var tasks: [Task] }
    return try await get("state", as: State.self).tasks
  }

  func history() async throws -> History { try await get("history") }

  /// Traffic by endpoint: `list`, `detail`, `complete`, `reassign`, `login`.
  func traffic() async throws -> [String: Traffic] { try await get("stats") }

  func inject(_ fault: String, at endpoint: String, count: Int = 1) async throws {
    let body = #"{"endpoint":"\#(endpoint)","fault":"\#(fault)","count":\#(count)}"#
    _ = try await LoopbackClient.send("POST", "/_sandbox/faults", body: body, to: port)
  }

  func clearFaults() async throws { _ = try await LoopbackClient.send("DELETE", "/_sandbox/faults", to: port) }

  /// Waits until a request has reached the server whose line holds `text`; its answer may still be held back.
  func request(_ text: String) async {
    await process.whileNotCancelled { _ = await process.errors.wait(for: 1, from: 0) { $0.contains(text) } }
  }

  private func get<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) async throws -> Value {
    let body = try await LoopbackClient.send("GET", "/_sandbox/\(name)", to: port)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: Data(body.utf8))
  }
}
