import Dispatch
import Foundation

/// SIGTERM and SIGINT as a stream.
///
/// While it is open, neither ends the program by itself.
struct EndSignals {
  let arrivals: AsyncStream<Void>
  private let sources: [any DispatchSourceSignal]

  /// Returns once both are caught.
  ///
  /// One that comes before that ends the program at once, so none is lost.
  init() async {
    let (arrivals, continuation) = AsyncStream.makeStream(of: Void.self)
    let (registrations, registration) = AsyncStream.makeStream(of: Void.self)
    self.arrivals = arrivals
    signal(SIGPIPE, SIG_IGN)
    sources = [SIGTERM, SIGINT].map { number in
      let source = DispatchSource.makeSignalSource(signal: number, queue: DispatchQueue(label: "end-signals"))
      source.setEventHandler { continuation.yield() }
      source.setRegistrationHandler { registration.yield() }
      source.resume()
      return source
    }
    var waiting = registrations.makeAsyncIterator()
    for _ in sources { await waiting.next() }
  }

  func close() { for source in sources { source.cancel() } }
}
