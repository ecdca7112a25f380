import Foundation
import Glibc
import Needs
import Testing

/// What the daemon says about its server's certificate.
@Suite(
  .limit(minutes: 10),
  .enabled { try Need.openssl.isMet() })
struct CertificateTests {
  @Test(
    "one that is not accepted is an error, one that ends soon a warning in time; each says what to do",
    arguments: [
      ("IP:127.0.0.2", "err", "is for another host: url must name the server as its certificate does"),
      ("IP:127.0.0.1", "warning", "will not be accepted any more in 1 day, from "),
    ])
  func certificate(_ name: String, _ level: String, _ words: String) async throws {
    try await World.with { world in
      let (certificate, key) = (world.folder + "/certificate.pem", world.folder + "/key.pem")
      let options = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=test"
      let maker = try ChildProcess(
        "/usr/bin/openssl",
        options.split(separator: " ").map(String.init)
          + ["-addext", "subjectAltName=\(name)", "-keyout", key, "-out", certificate], environment: [:])
      #expect(await maker.exit() == .code(0), "\(maker.errors.text)")
      chmod(certificate, 0o644)
      let server = try ChildProcess(
        "/usr/bin/openssl", ["s_server", "-accept", "127.0.0.1:0", "-www", "-cert", certificate, "-key", key],
        environment: [:])
      defer { server.kill(SIGKILL) }
      let line = try #require(await server.output.first { $0.hasPrefix("ACCEPT") ? $0 : nil }).value
      let port = try #require(line.split(separator: ":").last)
      try world.configure {
        $0.url = "https://127.0.0.1:\(port)"
        $0.authorities = "certificate.pem, allow_private: true"
      }
      // That server answers what is read only, and a login is none.
      let yaml = try String(contentsOfFile: world.folder + "/config.yaml", encoding: .utf8)
      try world.write(
        yaml.replacing("email: robot@acme.example, password: { file: password }", with: "token: { file: password }"),
        to: "config.yaml")
      let daemon = try world.daemon()
      let record = try await daemon.record("tls.verify_failed")
      #expect(record.level == level)
      #expect(record.message.contains(words), "\(record.message)")
      #expect(record.fields["tenant"] == "acme")
      try await daemon.record("poll.failed")
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0))
    }
  }
}
