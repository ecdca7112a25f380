import ArgumentParser
import Dispatch
import Foundation
import Glibc
import Inspection
import Journal
import Platform

/// Answers one request of HTTP on standard input and output: what capataz-metrics.socket starts for each connection.
struct AnswerMetricsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "answer-metrics",
    abstract: "Answers one HTTP request for /metrics on standard input and output.",
    discussion: """
      For capataz-metrics.socket, which starts it for each connection; the daemon itself never listens. Only GET and \
      HEAD of /metrics are answered, in OpenMetrics where that is accepted and else in the text form of Prometheus. \
      Request and answer may take five seconds each, a request 8 KiB.
      """,
    shouldDisplay: false)

  /// The most time for the request, and for the answer.
  private static let patience = DispatchTimeInterval.seconds(5)

  @ParentCommand var parent: Capataz
  @OptionGroup var shared: SharedOptions
  @Option(help: ArgumentHelp("rule or tenant: as for status.", valueName: "grain"))
  var by: MetricGrain?

  func run() throws {
    signal(SIGPIPE, SIG_IGN)
    var failure: ExitCode?
    let answer: MetricAnswer
    switch Self.readHead() {
    case .head(let head):
      answer = MetricAnswer(to: head) {
        do {
          return try MetricFiles.report(shared.path(parent: parent.shared), grain: by).families
        } catch {
          failure = error as? ExitCode ?? .failure
          return nil
        }
      }
    case .tooSlow: answer = .tooSlow
    case .tooLong: answer = .tooLong
    case .cutOff: answer = .cutOff
    // Whoever only looks whether somebody answers gets nothing, and nothing is said about it.
    case .empty: return
    }
    Self.write(answer.bytes)
    shutdown(STDOUT_FILENO, Int32(SHUT_WR))
    // What was not read would take the answer back from whoever is still sending.
    if answer.status != 200 { Self.drain() }
    if let failure { throw failure }
  }

  private enum Reading {
    case head([UInt8])
    case tooSlow, tooLong, cutOff, empty
  }

  /// Reads up to the empty line that ends the head.
  private static func readHead() -> Reading {
    let end = DispatchTime.now() + patience
    var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 2_048))
    while bytes.count < MetricAnswer.mostBytes {
      guard wait(STDIN_FILENO, Int16(POLLIN), until: end) else { return bytes.isEmpty ? .empty : .tooSlow }
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else { return bytes.isEmpty ? .empty : .cutOff }
      let looked = max(0, bytes.count - 3)
      bytes += buffer[..<count]
      if let length = lengthOfHead(bytes, from: looked) { return .head(Array(bytes[..<length])) }
    }
    return .tooLong
  }

  /// Where the empty line begins; nil where there is none yet.
  private static func lengthOfHead(_ bytes: [UInt8], from start: Int) -> Int? {
    for place in start..<bytes.count where bytes[place] == 0x0A {
      if bytes[(place + 1)...].starts(with: [0x0D, 0x0A]) || bytes[(place + 1)...].first == 0x0A {
        return place > 0 && bytes[place - 1] == 0x0D ? place - 1 : place
      }
    }
    return nil
  }

  private static func write(_ bytes: [UInt8]) {
    let end = DispatchTime.now() + patience
    var rest = bytes[...]
    while !rest.isEmpty, wait(STDOUT_FILENO, Int16(POLLOUT), until: end) {
      // Less than the least room of a pipe that is ready, so that no write waits.
      let count = rest.prefix(4_096).withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  private static func drain() {
    let end = DispatchTime.now() + .seconds(1)
    var buffer = [UInt8](repeating: 0, count: 4_096)
    for _ in 0..<16 where wait(STDIN_FILENO, Int16(POLLIN), until: end) {
      guard read(STDIN_FILENO, &buffer, buffer.count) > 0 else { return }
    }
  }

  /// Waits until a descriptor is ready; false where that is not before `end`.
  private static func wait(_ descriptor: Int32, _ events: Int16, until end: DispatchTime) -> Bool {
    while true {
      let now = DispatchTime.now()
      guard now < end else { return false }
      let milliseconds = (end.uptimeNanoseconds - now.uptimeNanoseconds) / 1_000_000
      var request = pollfd(fd: descriptor, events: events, revents: 0)
      let ready = poll(&request, 1, Int32(milliseconds) + 1)
      if ready > 0 { return true }
      if ready < 0, errno != EINTR { return false }
    }
  }
}
