import Daemon
import Foundation
import Glibc
import Testing

/// A datagram socket as a service manager has one.
private final class ManagerSocket: Sendable {
  private let descriptor: Int32

  /// - Parameter name: a path, or `@` and a name in the abstract namespace.
  init(_ name: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var bytes = Array(name.utf8)
    if name.hasPrefix("@") { bytes[0] = 0 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
    }
    try #require(bound == 0)
  }

  deinit { close(descriptor) }

  /// The next message; nil if none is there, for a datagram on this machine arrives before its sender goes on.
  func next() -> String? {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    return count < 0 ? nil : String(decoding: buffer[..<count], as: UTF8.self)
  }
}

@Suite struct NotifierTests {
  @Test("messages have the form of sd_notify(3), on a path and in the abstract namespace", arguments: [true, false])
  func messages(isAbstract: Bool) throws {
    let folder = try TemporaryFolder()
    let name = isAbstract ? "@capataz-\(UUID().uuidString)" : folder.path + "/notify"
    let manager = try ManagerSocket(name)
    let notifier = Notifier(environment: ["NOTIFY_SOCKET": name])
    notifier.ready("2 of 2\ntenants")
    notifier.status("all is well")
    notifier.watchdog()
    notifier.reloading()
    notifier.stopping()
    #expect(manager.next() == "READY=1\nSTATUS=2 of 2 tenants")
    #expect(manager.next() == "STATUS=all is well")
    #expect(manager.next() == "WATCHDOG=1")
    let reloading = try #require(manager.next()).split(separator: "\n")
    #expect(reloading.first == "RELOADING=1")
    let time = try #require(reloading.last.flatMap { Int64($0.dropFirst("MONOTONIC_USEC=".count)) })
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    #expect(time > 0 && time <= Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1_000)
    #expect(manager.next() == "STOPPING=1")
    #expect(manager.next() == nil)
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
