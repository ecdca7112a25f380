import Glibc

/// A terminal that a program can draw on; what it draws is read as it comes.
final class PseudoTerminal: Sendable {
  /// The file that is the terminal to a program.
  let path: String
  let output = ChildOutput()
  private let held: Int32
  private let keyboard: Int32

  init() throws {
    let master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    // ioctl_tty(2): TIOCSPTLCK unlocks the other end, TIOCGPTN gives its number.
    var locked: Int32 = 0
    var number: UInt32 = 0
    guard master >= 0, ioctl(master, 0x4004_5431, &locked) == 0, ioctl(master, 0x8004_5430, &number) == 0 else {
      throw LoopbackClient.Failure(call: "/dev/ptmx", code: errno)
    }
    path = "/dev/pts/\(number)"
    // While nobody has it open, reading would end.
    held = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    keyboard = fcntl(master, F_DUPFD_CLOEXEC, 0)
    guard held >= 0, keyboard >= 0 else { throw LoopbackClient.Failure(call: "open", code: errno) }
    output.readAll(from: master)
  }

  /// Waits for a line with this text; false if the output ends without.
  func shows(_ text: String) async -> Bool { await output.first { $0.contains(text) ? true : nil } != nil }

  /// Waits until this text is what was drawn last, such as a question without an end of its line; false if the output
  /// ends without.
  func asks(_ text: String) async -> Bool { await output.comes { $0.hasSuffix(text) } }

  /// Types a line; it comes back as output where the program lets the terminal show it.
  func type(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = write(keyboard, bytes, bytes.count)
  }

  /// Whether what is typed is shown.
  var isShowing: Bool {
    var settings = termios()
    return tcgetattr(held, &settings) == 0 && settings.c_lflag & tcflag_t(ECHO) != 0
  }

  /// Everything that was drawn, once no program has the terminal open; no other call may follow.
  func end() async -> String {
    close(held)
    close(keyboard)
    await output.end()
    return output.text
  }
}
