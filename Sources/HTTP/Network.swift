import CCurl
import CLinux
package import GeoTareas
import Glibc

/// The one thread that drives the requests of any number of transports; it sleeps without waking while none is under way.
///
/// Name lookups run in libcurl's own threads. One that is given up before the system's resolver is, goes on by itself and
/// holds up nobody. Authorities are read once for all transports that trust the same file.
package final class Network: Sendable {
  /// The most connections at a time: as many tenants may have dead servers, each with one that waits for its time-out.
  package static let mostConnections = 512
  /// The most connections of one transport at a time, so that a server that hangs leaves room for others.
  package static let mostOfOne = 16

  let mailbox: Mailbox

  /// Starts the thread.
  ///
  /// Throws `other` when libcurl or the system has no room for it.
  ///
  /// - Parameters:
  ///   - mostConnections: The most connections at a time; fewer where the process may not open so many files.
  ///   - mostOfOne: The most of them of one transport.
  package init(
    mostConnections: Int = Network.mostConnections, mostOfOne: Int = Network.mostOfOne
  ) throws(TransportError) {
    guard Self.libraryStatus == CURLE_OK, let multi = curl_multi_init() else {
      throw TransportError(kind: .other, reach: .notSent, detail: "libcurl cannot be initialised")
    }
    // Out of descriptors libcurl makes a handle that can never be woken.
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

  /// How many connections the process has files for: each may need two for a moment, for two addresses of one name.
  private static var room: Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return Self.mostOfOne }
    return max(Self.mostOfOne, (Int(clamping: limit.rlim_cur) - 128) / 2)
  }

  deinit { mailbox.stop() }

  /// Answers all requests under way as `cancelled` and ends the thread; later ones are refused.
  ///
  /// Returns when every caller has its answer. May be called more than once, from anywhere.
  package func shutdown() async {
    mailbox.stop()
    await mailbox.waitForEnd()
  }
}
