import Daemon
import Engine
import Foundation
import GeoTareas
import Inspection
import Journal
import Pacing
import Platform
import Records
import Simulation
import Support
import Synchronization
import TenantRuntime
import Testing

@Suite("Looking up a single task")
struct LookupTests {
  private static let task = TaskID("674839201748392018")

  /// Answers calls from a script, and keeps what the journal held of requests when each was made.
  private final class Script: Transport {
    private let answers: Mutex<[HTTPResponse]>
    private let seen = Mutex<[(endpoint: Endpoint, journalled: [RequestEntry])]>([])
    private let reader: JournalReader

    init(_ answers: [HTTPResponse], reader: JournalReader) {
      self.answers = Mutex(answers)
      self.reader = reader
    }

    var calls: [(endpoint: Endpoint, journalled: [RequestEntry])] { seen.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
      let journalled = (try? reader.requests(tenant: "acme")) ?? []
      seen.withLock { $0.append((request.endpoint, journalled)) }
      guard let answer = answers.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else {
        throw TransportError(kind: .connect, reach: .notSent, detail: "nobody listens")
      }
      return answer
    }
  }

  private static func answer(_ status: Int, _ body: String, _ headers: [HTTPHeader] = []) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: [HTTPHeader("Content-Type", "application/json")] + headers, body: Array(body.utf8))
  }

  private static let login = answer(200, #"{"success": true, "data": {"authorization": "t0ken"}, "meta": {}}"#)
  private static let detail = answer(
    200, #"{"success": true, "data": \#(SeenTasks.json(task.rawValue, more: SeenTasks.detail)), "meta": {}}"#)

  private static func refusal(_ status: Int, _ code: String) -> HTTPResponse {
    answer(status, #"{"success": false, "data": null, "error": {"code": "\#(code)", "message": "no"}}"#)
  }

  /// Looks the task up once; a journal of its own in a folder of its own.
  private func lookUp(
    _ answers: [HTTPResponse]
  ) async throws -> (result: Result<TaskDetail, LookupError>, script: Script, requests: [RequestEntry]) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lookup-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let journal = try await Journal.open(directory: folder, asOf: SystemClock().now(), allowVolatile: true)
    let reader = try JournalReader.open(directory: folder)
    let script = Script(answers, reader: reader)
    let credentials = Credentials(
      login: .password(email: "robot@acme.example", Secret(Array("pw".utf8))), apiKey: Secret(Array("key".utf8)))
    let settings = Settings.documented(zone: .gmt)
    let gateway = APIClient(transport: script, origin: "http://127.0.0.1:1", tenant: "acme", credentials: credentials)
    var lookup = try await Lookup(
      settings: settings, journal: journal, gateway: gateway, isLoggedIn: false)
    let result: Result<TaskDetail, LookupError>
    do throws(LookupError) { result = .success(try await lookup.detail(of: Self.task)) } catch {
      result = .failure(error)
    }
    let requests = try reader.requests(tenant: "acme")
    reader.close()
    try await journal.close()
    return (result, script, requests)
  }

  @Test("it logs in and reads the task, and every token is journalled before its call and given back after it")
  func reads() async throws {
    let (result, script, requests) = try await lookUp([Self.login, Self.detail])
    #expect(try result.get().task.id == Self.task)
    #expect(script.calls.map(\.endpoint) == [.login, .detail])
    for (index, call) in script.calls.enumerated() {
      #expect(call.journalled.count == index + 1)
      #expect(call.journalled.last?.endpoint == call.endpoint)
      #expect(call.journalled.last?.settled == nil)
    }
    #expect(requests.count == 2)
    #expect(requests.allSatisfy { $0.settled != nil })
  }

  @Test("a token that was refused is renewed once")
  func renews() async throws {
    let (result, script, _) = try await lookUp([Self.login, Self.refusal(401, "UNAUTHORIZED"), Self.login, Self.detail])
    #expect(throws: Never.self) { try result.get() }
    #expect(script.calls.map(\.endpoint) == [.login, .detail, .login, .detail])
  }

  @Test("credentials that the server does not take are not tried again")
  func refused() async throws {
    let (result, script, _) = try await lookUp([Self.refusal(401, "UNAUTHORIZED"), Self.login])
    #expect(throws: LookupError.refused(status: 401, APIError(code: "UNAUTHORIZED", message: "no"))) {
      try result.get()
    }
    #expect(script.calls.count == 1)
  }

  @Test("a task that is not there is told as that")
  func notFound() async throws {
    let (result, _, _) = try await lookUp([Self.login, Self.refusal(404, "NOT_FOUND")])
    #expect(throws: LookupError.notFound(Self.task)) { try result.get() }
  }

  @Test("an answer about another task is not taken for the one asked about")
  func anotherTask() async throws {
    let other = Self.answer(200, #"{"success": true, "data": \#(SeenTasks.json("5")), "meta": {}}"#)
    let (result, _, _) = try await lookUp([Self.login, other])
    #expect(throws: LookupError.self) { try result.get() }
  }

  @Test("a call that never left takes no token")
  func notSent() async throws {
    let (result, _, requests) = try await lookUp([])
    #expect(throws: LookupError.self) { try result.get() }
    #expect(requests.isEmpty)
  }
}
