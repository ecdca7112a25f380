import Foundation
import Needs
import Testing

/// A real systemd-journald with a `/run` of its own, beside whatever the machine runs.
struct PrivateJournald: Sendable {
  private static let program = "/usr/lib/systemd/systemd-journald"

  /// What a command line begins with to have mounts of its own; an ordinary user becomes root in a namespace for that.
  static let unshared = ["/usr/bin/unshare", "--mount"] + (geteuid() == 0 ? [] : ["--user", "--map-root-user"])

  /// The right to mount something for oneself.
  static let seclusion: Need = {
    let process = Process()
    process.executableURL = URL(filePath: unshared[0])
    process.arguments = unshared.dropFirst() + ["/bin/mount", "-t", "tmpfs", "tmpfs", "/run"]
    process.standardError = FileHandle.nullDevice
    let name = "a mount namespace of their own"
    do { try process.run() } catch { return Need(name, obstacle: "\(unshared[0]) cannot be run") }
    process.waitUntilExit()
    return Need(name, obstacle: process.terminationStatus == 0 ? nil : "not every container lets one be made")
  }()

  /// What it takes to have one.
  static let need: Need = {
    let tools = ["/usr/bin/nsenter", "/usr/bin/journalctl", program].map(Need.command)
    return (tools + [seclusion]).first { $0.obstacle != nil } ?? seclusion
  }()

  /// What it takes to run the daemon with other mounts.
  static let needWithDaemon =
    geteuid() == 0
    ? need
    : Need("root", obstacle: "in a user's own namespace root's folders are nobody's, and the daemon refuses those")

  /// Silent about the kernel's and other programs' records, and without a limit that a test could meet.
  private static let script = """
    set -e
    mount -t tmpfs tmpfs /run
    mkdir -p /run/systemd/journal /run/log/journal /run/systemd/journald.conf.d
    printf '[Journal]\\nStorage=volatile\\nAudit=no\\nReadKMsg=no\\nRateLimitIntervalSec=0\\n' \
      > /run/systemd/journald.conf.d/test.conf
    mount -t tmpfs tmpfs /var/lib/systemd/catalog
    mount -t tmpfs tmpfs /usr/lib/systemd/catalog
    cp "$1" /usr/lib/systemd/catalog/
    journalctl --update-catalog
    exec "$0"
    """

  /// The message catalogue of this package.
  static let catalogue = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../systemd/capataz.catalog").standardizedFileURL.path

  private let process: ChildProcess

  /// Runs `body` with a journald that takes records.
  static func with(_ body: (PrivateJournald) async throws -> Void) async throws {
    let manager = try NotifySocket()
    defer { manager.end() }
    let process = try ChildProcess(
      unshared[0], unshared.dropFirst() + ["/bin/sh", "-c", script, program, catalogue],
      environment: ["PATH": "/usr/bin:/bin", "NOTIFY_SOCKET": manager.path])
    defer { process.kill(SIGKILL) }
    #expect(await manager.line("READY=1") != nil, "\(process.errors.text)")
    try await body(PrivateJournald(process: process))
  }

  /// The journal's socket, as a process outside reaches it.
  var socket: String { "/proc/\(process.pid)/root/run/systemd/journal/socket" }

  /// What runs a command with this journal as the machine's.
  var entrance: [String] {
    ["/usr/bin/nsenter", "--mount"] + (geteuid() == 0 ? [] : ["--user", "--preserve-credentials"]) + [
      "--target", String(process.pid),
    ]
  }

  /// What runs a command as systemd runs a service: standard error leads to the journal, and a variable says so.
  var service: [String] {
    let script = "export JOURNAL_STREAM=$(stat --dereference --format=%d:%i /proc/self/fd/2); exec \"$@\""
    return entrance + ["/usr/bin/systemd-cat", "/bin/sh", "-c", script, "sh"]
  }

  /// What journalctl prints, after everything that was handed over has been written.
  func journalctl(_ arguments: String...) async throws -> [String] {
    _ = try await run(["--sync"])
    return try await run(["--no-pager", "--all"] + arguments)
  }

  private func run(_ arguments: [String]) async throws -> [String] {
    let command = entrance + ["/usr/bin/journalctl"] + arguments
    let child = try ChildProcess(command[0], Array(command.dropFirst()), environment: ["LANG": "C.UTF-8"])
    #expect(await child.exit() == .code(0), "\(child.errors.text)")
    return child.output.lines
  }

  /// The records that have a field `name`, as objects; bytes that are no text are lists of numbers.
  func records(with name: String) async throws -> [[String: Any]] {
    try await journalctl("-o", "json").compactMap {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }.filter { $0[name] != nil }
  }

  /// The bytes of a field.
  static func bytes(_ value: Any?) -> [UInt8]? {
    if let text = value as? String { return Array(text.utf8) }
    return (value as? [Int])?.map { UInt8(truncatingIfNeeded: $0) }
  }
}
