import Glibc
import Log

/// Asks a person on the terminal that standard input is.
enum Prompt {
  /// Why there is no answer.
  enum Failure: Error {
    /// The input ended.
    case ended
  }

  static var isPossible: Bool { isatty(STDIN_FILENO) == 1 }

  /// Asks until the answer is one.
  ///
  /// - Parameters:
  ///   - usual: The answer that an empty line stands for.
  ///   - problem: What is wrong with an answer; nil when nothing is.
  static func ask(_ question: String, usual: String? = nil, problem: (String) -> String?) throws -> String {
    while true {
      draw("\(question)\(usual.map { " [\($0)]" } ?? ""): ")
      guard let line = line() else { throw Failure.ended }
      let typed = String(decoding: line, as: UTF8.self).trimmed
      let answer = typed.isEmpty ? usual ?? "" : typed
      guard !answer.isEmpty else { continue }
      guard let problem = problem(answer) else { return answer }
      draw("  \(LogText.safe(problem))\n")
    }
  }

  /// Asks until something is typed; what is typed is not shown.
  static func askSecretly(_ question: String, problem: ([UInt8]) -> String?) throws -> [UInt8] {
    while true {
      guard let line = HiddenInput.line(asking: { draw("\(question) (not shown): ") }) else { throw Failure.ended }
      guard let problem = problem(line) else { return line }
      draw("  \(problem)\n")
    }
  }

  /// The next line of standard input without its end; nil where that is over.
  ///
  /// Byte by byte: what follows is for others.
  static func line() -> [UInt8]? {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while line.count < 65_536 {
      let count = read(STDIN_FILENO, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return line.isEmpty ? nil : line }
      if byte == UInt8(ascii: "\n") { break }
      line.append(byte)
    }
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    return line
  }

  private static func draw(_ text: String) { LogStream(descriptor: STDERR_FILENO).write(Array(text.utf8)) }
}

extension String {
  fileprivate var trimmed: String {
    let start = drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }
}
