import CCurl
package import GeoTareas
import Glibc

/// Sends requests by the system's libcurl, each exactly once, on a connection of its own.
///
/// One thread drives all requests of a transport; it sleeps without waking while none is under way.
/// No request reuses a connection, reads included: libcurl repeats a request on a fresh connection when a
/// reused one dies. A second attempt of libcurl's own would besides be stopped before its first byte.
/// Redirects are not followed: a 3xx answer comes back as it is.
///
/// Name lookups run in libcurl's own threads. When a lookup is given up before the system's resolver is,
/// the thread waits for the resolver: other requests of this transport pause for that long.
package final class CurlTransport: Transport {
  private let configuration: Configuration
  private let mailbox: Mailbox

  /// Starts the transport's thread.
  ///
  /// Throws `other` when libcurl or the system has no room for it; nothing can be sent then.
  package init(configuration: Configuration = Configuration()) throws(TransportError) {
    guard Self.libraryStatus == CURLE_OK, let multi = curl_multi_init() else {
      throw TransportError(kind: .other, reach: .notSent, detail: "libcurl cannot be initialised")
    }
    // Out of descriptors libcurl makes a handle that can never be woken.
    guard curl_multi_wakeup(multi) == CURLM_OK else {
      curl_multi_cleanup(multi)
      throw TransportError(kind: .other, reach: .notSent, detail: "no file descriptor is left for the network")
    }
    let mailbox = Mailbox(multi: multi)
    self.configuration = configuration
    self.mailbox = mailbox
    let start = Unmanaged.passRetained(TransferThread(mailbox: mailbox, configuration: configuration))
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

  deinit { mailbox.stop() }

  package func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let checked = try CheckedRequest(request)
    let id = mailbox.reserve()
    let answer = await withTaskCancellationHandler {
      await withCheckedContinuation { caller in
        mailbox.submit(Mailbox.Submission(id: id, request: checked, caller: caller))
      }
    } onCancel: {
      mailbox.cancel(id)
    }
    return try answer.get()
  }

  /// Answers all requests under way as `cancelled` and ends the thread; later ones are refused.
  ///
  /// Returns when every caller has its answer. May be called more than once, from anywhere.
  package func shutdown() async {
    mailbox.stop()
    await mailbox.waitForEnd()
  }

  /// How many requests are not answered yet.
  package var pendingCount: Int { mailbox.pendingCount }
}
