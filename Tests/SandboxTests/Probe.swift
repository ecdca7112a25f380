import Sandbox

/// A client of the core with a clock of its own: no network, no waiting.
struct Probe {
  var tenant: SandboxTenant
  var now: SandboxMoment
  var token = ""
  var source = "127.0.0.1"
  var headers = ["tenant": "acme.geotareas.com", "X-API-Key": "gtk_sandbox_0123456789"]

  /// 2026-03-15T16:30:01Z, so 11:30:01 in Guayaquil.
  static let start = 1_773_592_201.0
  static let welcome = "674839201748392018"
  static let tasks = "/apidev/v1/workflow/tasks"
  static let goodForm: SandboxJSON = [
    "result_code": "sent",
    "captured_data": ["email_address": "contact@acme.com", "template": "Premium Welcome"],
    "comment": "Welcome email sent successfully.",
  ]
  static let toMaria: SandboxJSON = ["assign_to_user_id": "182736450918273645"]

  init(loggedIn: Bool = true, _ change: (inout SandboxConfiguration) -> Void = { _ in }) {
    var configuration = SandboxConfiguration()
    change(&configuration)
    now = SandboxMoment(elapsed: .zero, unix: Self.start)
    tenant = SandboxTenant(configuration: configuration, start: now)
    if loggedIn { logIn() }
  }

  mutating func advance(by time: Duration) {
    now.elapsed += time
    now.unix += Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
  }

  @discardableResult
  mutating func logIn(
    email: String = "robot@acme.example", password: String = "sandbox-password"
  ) -> SandboxResponse {
    let answer = post("/apidev/v1/login", ["email": .string(email), "password": .string(password)])
    if let token = answer.json?["data"]?["authorization"]?.string { self.token = token }
    return answer
  }

  mutating func send(
    _ method: String, _ path: String, query: String = "", body: [UInt8] = [], without dropped: String = "",
    with added: [String: String] = [:]
  ) -> SandboxResponse {
    var fields = headers
    if !token.isEmpty { fields["Authorization"] = "Bearer \(token)" }
    if method == "POST" { fields["Content-Type"] = "application/json" }
    fields.merge(added) { $1 }
    fields[dropped] = nil
    let request = SandboxRequest(
      method, path, query: query, headers: fields.map { ($0.key, $0.value) }, body: body, source: source)
    return tenant.answer(request, at: now)
  }

  mutating func get(_ path: String, _ query: String = "") -> SandboxResponse { send("GET", path, query: query) }

  mutating func post(_ path: String, _ body: SandboxJSON) -> SandboxResponse {
    send("POST", path, body: Array(body.text.utf8))
  }

  mutating func list(_ query: String = "") -> SandboxResponse { get(Self.tasks, query) }

  mutating func detail(_ id: String = welcome) -> SandboxResponse { get("\(Self.tasks)/\(id)") }

  mutating func complete(_ id: String = welcome, _ form: SandboxJSON = goodForm) -> SandboxResponse {
    post("\(Self.tasks)/\(id)/complete", form)
  }

  mutating func reassign(_ id: String = welcome, _ form: SandboxJSON = toMaria) -> SandboxResponse {
    post("\(Self.tasks)/\(id)/reassign", form)
  }

  func record(_ id: String = welcome) -> SandboxTaskRecord? { tenant.tasks.first { $0.id == id } }
}

extension SandboxResponse {
  var data: SandboxJSON? { json?["data"] }
  var code: String? { json?["error"]?["code"]?.string }
  var message: String? { json?["error"]?["message"]?.string }
}
