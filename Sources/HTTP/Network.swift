import CCurl
import CLinux
package import GeoTareas
import Glibc

/// The one thread that drives the requests of any number of transports; while none is under way it sleeps.
///
/// Name lookups run in libcurl's own threads. If a lookup is given up before the system's resolver finishes, it goes on
/// by itself and delays nobody. Certificate authorities are read once for all transports that trust the same file.
package final class Network: Sendable {
  /// The most connections at a time: this many tenants may have dead servers, each with a connection that waits for its
  /// time-out.
  package static let mostConnections = 512
  /// The most connections of one transport at a time, so that a hanging server leaves room for others.
  package static let mostOfOne = 16

  let mailbox: Mailbox

  /// Starts the thread.
  ///
  /// Throws `other` when libcurl or the system has no room for it.
  ///
  /// - Parameters:
  ///   - mostConnections: The most connections at a time; fewer where the process may not open so many files.
  ///   - mostOfOne: How many of them one transport may have.
  package init(
    mostConnections: Int = Network.mostConnections, mostOfOne: Int = Network.mostOfOne
  ) throws(TransportError) {
    guard Self.libraryStatus == CURLE_OK, let multi = curl_multi_init() else {
      throw TransportError(kind: .other, reach: .notSent, detail: "libcurl cannot be initialised")
    }
    // Without free descriptors, libcurl makes a handle that can never be woken.
    guard curl_multi_wakeup(multi) == CURLM_OK else {
      curl_multi_cleanup(multi)
      throw TransportError(kind: .other, reach: .notSent, detail: "no file descriptor is left for the network")
    }
    let mailbox = Mailbox(multi: multi)
    self.mailbox = mailbox
    let queue = FairQueue(most: min(mostConnections, Self.room), mostOfOne: mostOfOne)
    let start = Unmanaged.passRetained(TransferThread(mailbox: mailbox, queue: queue))
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { context in
        if let context { Unmanaged<TransferThread>.fromOpaque(context).takeRetainedValue().run() }
        return nil
      }, start.toOpaque())
    guard code == 0 else {
      start.release()
      curl_multi_cleanup(multi)
      throw TransportError(kind: .other, reach: .notSent, detail: "no thread for the network: error \(code)")
    }
    pthread_detach(thread)
  }

  /// Set once for the process, before any handle exists.
  private static let libraryStatus = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

  /// How many connections the process has files for.
  ///
  /// Each may need two for a moment, for two addresses of one name.
  private static var room: Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return Self.mostOfOne }
    return max(Self.mostOfOne, (Int(clamping: limit.rlim_cur) - 128) / 2)
  }

  deinit { mailbox.stop() }

  /// Answers all requests under way as `cancelled` and ends the thread; later requests are refused.
  ///
  /// Returns when every caller has its answer. It may be called more than once, from anywhere.
  package func shutdown() async {
    mailbox.stop()
    await mailbox.waitForEnd()
  }
}
