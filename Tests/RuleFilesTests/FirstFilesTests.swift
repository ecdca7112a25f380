import Foundation
import RuleFiles
import Rules
import Testing

/// What a first run makes of answers.
struct FirstFilesTests {
  @Test(
    "what is written is valid whatever the answers hold, and says exactly that",
    arguments: [
      "robot@acme.example", "a\"b\\c@x", "#robot@acme.example", "true@x", "1@2", "- @x", "ñandú@ejemplo.ec",
    ])
  func valid(email: String) throws {
    let isAddress = FirstAnswers.problem(with: email, to: .email) == nil
    #expect(isAddress == !email.contains(" "))
    guard isAddress else { return }
    let folder = try TemporaryFolder()
    let answers = FirstAnswers(
      tenant: "acme", url: "https://ACME.geotareas.com/", timezone: "America/Guayaquil", email: email)
    let files = FirstFiles(
      answers, state: "state", password: .file("acme.password"), apiKey: .credential("acme-api-key"),
      schemas: "/usr/share/capataz/schemas")
    try folder.write("config.yaml", files.configuration)
    try folder.write("rules/first.yaml", files.rules)
    try folder.write("rules/first.test.yaml", files.tests)
    let loaded = ConfigurationLoader().load(folder.path + "/config.yaml")
    #expect(loaded.diagnostics.isEmpty, "\(loaded.diagnostics)")
    let configuration = try #require(loaded.value).configuration
    let tenant = try #require(configuration.tenants.first)
    #expect(tenant.url == "https://acme.geotareas.com" && tenant.tenant == "acme.geotareas.com")
    #expect(
      tenant.credentials.login == .password(email: email, password: .file(folder.path + "/acme.password")))
    #expect(tenant.credentials.apiKey == .credential("acme-api-key"))
    #expect(configuration.state == folder.path + "/state")
    #expect(loaded.value?.rules["acme"]?.rules.map(\.stage) == [.shadow])
    let report = RuleTests.run(paths: [folder.path + "/rules"])
    #expect(report.isGood && report.results.count == 2, "\(report.lines())")
  }

  @Test(
    "the tenant is called as its address suggests",
    arguments: [
      ("https://acme.geotareas.com", "acme"), ("http://127.0.0.1:8080", "sandbox"), ("https://[::1]", "sandbox"),
      ("https://10.1.2.3", "tenant"), ("https://[2001:db8::1]", "tenant"), ("nonsense", "tenant"),
    ])
  func names(url: String, name: String) {
    #expect(FirstAnswers.tenantName(for: url) == name)
  }
}
