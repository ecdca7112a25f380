import Dispatch
import Glibc

/// The service manager's end of sd_notify(3): a datagram socket that collects what is told.
final class NotifySocket: Sendable {
  private let folder: String
  let path: String
  let messages = ChildOutput()

  /// Makes the socket; its messages come as lines of ``messages``, each ended by a line `--`.
  ///
  /// Not among the files of a test, which may lie anywhere: the path of a socket has 107 bytes.
  init() throws {
    var template = Array("/tmp/capataz-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw LoopbackClient.Failure(call: "mkdtemp", code: errno) }
    folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    path = folder + "/notify"
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var name = sockaddr_un()
    name.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path.utf8) }
    let bound = withUnsafePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard descriptor >= 0, bound == 0 else { throw LoopbackClient.Failure(call: "bind", code: errno) }
    DispatchQueue(label: "notify").async { [messages] in
      var buffer = [UInt8](repeating: 0, count: 4_096)
      while true {
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count < 0, errno == EINTR { continue }
        // An empty datagram is this test's own: the end.
        guard count > 0 else { break }
        messages.take(buffer[..<count] + Array("\n--\n".utf8))
      }
      close(descriptor)
      messages.finish()
    }
  }

  deinit {
    unlink(path)
    rmdir(folder)
  }

  /// Stops listening.
  func end() {
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    var name = sockaddr_un()
    name.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path.utf8) }
    withUnsafePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = sendto(descriptor, nil, 0, 0, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  /// Waits for a line that begins with `text`, behind `start`; nil once the socket has ended.
  func line(_ text: String, from start: Int = 0) async -> (value: String, next: Int)? {
    await withTaskCancellationHandler {
      await messages.first(from: start) { $0.hasPrefix(text) ? $0 : nil }
    } onCancel: {
      end()
    }
  }
}
