import Daemon
import Foundation
import Glibc
import Support
import Testing

@Suite struct NotifierTests {
  @Test("messages have the form of sd_notify(3), on a path and in the abstract namespace", arguments: [true, false])
  func messages(isAbstract: Bool) throws {
    let folder = try TemporaryFolder(in: "/tmp")
    let name = isAbstract ? "@capataz-\(UUID().uuidString)" : folder.path + "/notify"
    let manager = try DatagramSocket(name)
    let notifier = Notifier(environment: ["NOTIFY_SOCKET": name])
    notifier.ready("2 of 2\ntenants")
    notifier.status("all is well")
    notifier.watchdog()
    notifier.reloading()
    notifier.stopping()
    notifier.extendTimeout(by: .milliseconds(1_500))
    #expect(manager.nextText() == "READY=1\nSTATUS=2 of 2 tenants")
    #expect(manager.nextText() == "STATUS=all is well")
    #expect(manager.nextText() == "WATCHDOG=1")
    let reloading = try #require(manager.nextText()).split(separator: "\n")
    #expect(reloading.first == "RELOADING=1")
    let time = try #require(reloading.last.flatMap { Int64($0.dropFirst("MONOTONIC_USEC=".count)) })
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    #expect(time > 0 && time <= Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1_000)
    #expect(manager.nextText() == "STOPPING=1")
    #expect(manager.nextText() == "EXTEND_TIMEOUT_USEC=1500000")
    #expect(manager.nextText() == nil)
  }

  @Test("a status holds nothing that acts on a terminal, and is cut so that the manager takes the message")
  func status() throws {
    let folder = try TemporaryFolder(in: "/tmp")
    let manager = try DatagramSocket(folder.path + "/notify")
    let notifier = Notifier(environment: ["NOTIFY_SOCKET": folder.path + "/notify"])
    notifier.status("acme: 500: L\u{1B}[31mRED\r\n\u{9B}0m\u{85}\u{2028}\u{202E}\u{200B}x")
    #expect(
      manager.nextText()
        == #"STATUS=acme: 500: L\u{1b}[31mRED \u{9b}0m  \u{202e}\u{200b}x"#)
    notifier.ready(String(repeating: "é", count: 5_000))
    let ready = try #require(manager.next())
    #expect(ready.starts(with: Array("READY=1\nSTATUS=é".utf8)))
    #expect((3_000..<4_096).contains(ready.count))
  }

  @Test("long work at a start asks for more time, and no longer than it goes on")
  func longStart() async throws {
    let folder = try TemporaryFolder(in: "/tmp")
    let manager = try DatagramSocket(folder.path + "/notify")
    let notifier = Notifier(environment: ["NOTIFY_SOCKET": folder.path + "/notify"])
    let more = "EXTEND_TIMEOUT_USEC=60000000"
    let heard = await notifier.extendingTimeout(every: .milliseconds(1)) {
      // The work ends only once it was heard a second time.
      var heard: [String] = []
      while heard.count < 2 {
        if let message = manager.nextText() { heard.append(message) }
        await Task.yield()
      }
      return heard
    }
    #expect(heard == [more, more])
    while let message = manager.nextText() { #expect(message == more) }
    notifier.stopping()
    #expect(manager.nextText() == "STOPPING=1")
  }

  @Test(
    "without a manager, or with an address that is none, nothing happens",
    arguments: [nil, "", "relative/path", "/nowhere/notify", "@" + String(repeating: "x", count: 200)])
  func nobody(_ address: String?) {
    let notifier = Notifier(environment: address.map { ["NOTIFY_SOCKET": $0] } ?? [:])
    notifier.ready("")
    notifier.stopping()
  }
}
