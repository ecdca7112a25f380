import Glibc

/// The signal that came while nothing was shown; 0 for none.
nonisolated(unsafe) private var interruption: sig_atomic_t = 0

/// Reads from the terminal without showing what is typed.
enum HiddenInput {
  private static let signals = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

  /// The next line; nil where the input is over.
  ///
  /// A signal that ends the process meanwhile does so after the terminal shows again what is typed.
  ///
  /// - Parameter ask: Asks for it, once nothing is shown any more.
  static func line(asking ask: () -> Void) -> [UInt8]? {
    var shown = termios()
    guard tcgetattr(STDIN_FILENO, &shown) == 0 else { return nil }
    interruption = 0
    let before = signals.map { number in
      var action = sigaction()
      var old = sigaction()
      action.__sigaction_handler.sa_handler = { interruption = $0 }
      sigaction(number, &action, &old)
      return old
    }
    var hidden = shown
    hidden.c_lflag &= ~tcflag_t(ECHO)
    hidden.c_lflag |= tcflag_t(ECHONL)
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
    ask()
    let line = wait() ? Prompt.line() : nil
    tcsetattr(STDIN_FILENO, TCSADRAIN, &shown)
    for (number, var old) in zip(signals, before) { sigaction(number, &old, nil) }
    if interruption != 0 {
      // To the process: this thread may be one that takes no signals.
      kill(getpid(), Int32(interruption))
      poll(nil, 0, 1_000)
    }
    return line
  }

  /// Waits for a line; false where a signal came first, which another thread may have been given.
  private static func wait() -> Bool {
    while interruption == 0 {
      var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      if poll(&input, 1, 200) > 0 { return true }
    }
    return false
  }
}
