import Dispatch
import Foundation

/// SIGTERM and SIGINT as a stream; while it is open neither ends the program by itself.
struct EndSignals {
  let arrivals: AsyncStream<Void>
  private let sources: [any DispatchSourceSignal]

  init() {
    let (arrivals, continuation) = AsyncStream.makeStream(of: Void.self)
    self.arrivals = arrivals
    signal(SIGPIPE, SIG_IGN)
    sources = [SIGTERM, SIGINT].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: DispatchQueue(label: "end-signals"))
      source.setEventHandler { continuation.yield() }
      source.resume()
      return source
    }
  }

  func close() { for source in sources { source.cancel() } }
}
