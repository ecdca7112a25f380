import Foundation
import Glibc
import Needs
import Testing

/// The command line of `notify`, and the whole way of a record.
@Suite(.limit(minutes: 5)) struct NotifyCommandTests {
  @Test(
    "what is missing or unsafe on the command line is said, and an address of a webhook is not repeated",
    arguments: [
      ([], "say where notices go"), (["--mail", "a@b", "--webhook", "file:/x"], "say where notices go"),
      (["--mail", "a@b\nBcc: c"], "is no address of a mail"), (["--mail", "a@b", "--from=-x"], "is no address"),
      (["--webhook", "https://hooks.example/s3cret-path"], "says where the address is"),
      (["--webhook", "s3cret-path"], "says where the address is"), (["--mail", "a@b", "--every", "1"], "--every '1'"),
      (["--mail", "a@b", "--level", "fatal"], "level"), (["--mail", "a@b", "--stdin", "--unit", "x"], "--unit"),
    ] as [([String], String)])
  func usage(_ arguments: [String], said: String) async throws {
    let child = try ChildProcess(World.program, ["notify"] + arguments, environment: [:])
    #expect(await child.exit() == .code(64))
    #expect(child.errors.text.contains(said) && !child.errors.text.contains("s3cret"), "\(child.errors.text)")
  }

  @Test("the file of a webhook's address is held to what every secret is held to")
  func unsafeSecret() async throws {
    try await World.with { world in
      try world.write("http://127.0.0.1:1/s3cret-of-the-webhook", to: "url", mode: 0o644)
      let command = ["notify", "--stdin", "--webhook", "file:\(world.folder)/url"]
      let open = try world.start(command, bare: true)
      #expect(await open.exit() == .code(77) && open.errors.text.contains("chmod 0400"), "\(open.errors.text)")
      try world.write("http://example.com/s3cret-of-the-webhook", to: "url", mode: 0o400)
      let plain = try world.start(command, bare: true)
      #expect(await plain.exit() == .code(77) && plain.errors.text.contains("must begin with https://"))
      #expect(!plain.errors.text.contains("s3cret") && !open.errors.text.contains("s3cret"))
    }
  }

  @Test("a record of the daemon arrives as a mail that says what to do, by way of both logs and the mail program")
  func wholeWay() async throws {
    try await World.with { world in
      try await world.sandbox.inject("status:422", at: "complete")
      let run = try await world.runOnce()
      let log = try #require(run.process.records(of: "intent.refused").first)
      try world.write(run.process.errors.text, to: "log")
      try world.write(
        "#!/bin/sh\ncat >\"\(world.folder)/mail-$$\"\n", to: "sendmail", mode: 0o755)
      let notify = try ChildProcess(
        "/bin/sh",
        [
          "-c", "exec \"$0\" notify --stdin --mail ops@example.com --sendmail \"$1/sendmail\" <\"$1/log\"",
          World.program, world.folder,
        ], environment: ["PATH": "/usr/bin:/bin", "TZ": "UTC"])
      #expect(await notify.exit() == .code(0), "\(notify.errors.text)")
      #expect(notify.records(of: "notify.ready").count == 1)
      let mails = try FileManager.default.contentsOfDirectory(atPath: world.folder).filter { $0.hasPrefix("mail-") }
      #expect(mails.count == 1)
      let mail = try String(contentsOfFile: world.folder + "/" + (mails.first ?? ""), encoding: .utf8)
      #expect(mail.contains("acme: The server refuses an effect on task \(RuleTexts.example)\n"), "\(mail)")
      #expect(mail.contains("What to do:") && mail.contains(log.fields["intent"] ?? "?"))
      for secret in World.secrets { #expect(!mail.contains(secret)) }
    }
  }
}
