import GeoTareas
import Sandbox
import Testing

/// Several tenants behind one port.
@Suite struct SeveralTenantsTests {
  @Test("each is known by its header alone, with tasks, limits and faults of its own")
  func apart() async throws {
    var configuration = SandboxConfiguration()
    configuration.port = 0
    configuration.scenario = .empty
    configuration.generatedTasks = 7
    configuration.tenants = 3
    let server = SandboxServer(configuration: configuration)
    #expect(server.taskCount == 21)
    server.inject(.status(503), at: .list, count: -1, tenant: "t3")
    try await server.withRunning { port in
      for (tenant, status) in [("t1", 200), ("t2", 200), ("t3", 503), ("t4", 401)] {
        let token = try await RawClient.logIn(to: port, tenant: tenant == "t4" ? "t1" : tenant)
        let answer = try await RawClient.send(
          RawClient.request("GET", Probe.tasks + "?status=PENDING", token: token, tenant: tenant), to: port)
        #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(tenant): \(answer.prefix(60))")
      }
      let summary = try await RawClient.send(RawClient.request("GET", "/_sandbox/tenants"), to: port)
      let body = summary.split(separator: "\r\n\r\n").last ?? ""
      let tenants = try SandboxJSON(parsing: Array(body.utf8))["tenants"]?.elements ?? []
      #expect(tenants.map { $0["tenant"]?.string } == ["t1", "t2", "t3"])
      // What is meant of a tenant that is not there is judged by the first one.
      #expect(tenants.map { $0["stats"]?["list"]?["total"]?.int } == [2, 1, 1])
      #expect(tenants.map { $0["list_starts"]?.elements?.count } == [1, 1, 0])
    }
  }
}
