import CCurl
import GeoTareas
import Glibc

/// The one thread of a transport: starts transfers, waits for sockets and posts, answers callers.
///
/// Made by the transport and handed over to the thread, which alone uses it from then on.
final class TransferThread {
  private let mailbox: Mailbox
  private let configuration: CurlTransport.Configuration
  private var transfers: [UnsafeMutableRawPointer: (transfer: Transfer, submission: Mailbox.Submission)] = [:]

  /// Libcurl looks at its own timers first; this only bounds the wait with nothing under way.
  private static let longestWait: Int32 = 3_600_000

  init(mailbox: Mailbox, configuration: CurlTransport.Configuration) {
    self.mailbox = mailbox
    self.configuration = configuration
  }

  /// Runs until the mailbox says stop, then frees the multi handle.
  func run() {
    Self.prepareThread()
    let multi = mailbox.multi
    _ = capataz_curl_multi_set_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_NOTHING))
    while true {
      let orders = mailbox.takeOrders()
      if orders.isStopping {
        stop(orders)
        return
      }
      for submission in orders.submissions {
        if orders.cancellations.contains(submission.id) {
          mailbox.finish(submission, with: .failure(Self.cancelled(.notSent)))
        } else {
          start(submission)
        }
      }
      cancel(orders.cancellations)
      var running: Int32 = 0
      curl_multi_perform(multi, &running)
      #if FAILPOINTS
        for (transfer, _) in transfers.values { transfer.noteSent() }
      #endif
      collect()
      // Without descriptors or memory libcurl cannot wait: do not spin.
      if curl_multi_poll(multi, nil, 0, Self.longestWait, nil) != CURLM_OK { _ = poll(nil, 0, 100) }
    }
  }

  private func start(_ submission: Mailbox.Submission) {
    let mailbox = mailbox
    let transfer = Transfer(submission.request, configuration: configuration) {
      submission.request.request.permit?()
        ?? (mailbox.isWanted(submission.id) ? nil : "cancelled before it was sent")
    }
    guard let transfer else {
      let error = TransportError(kind: .other, reach: .notSent, detail: "no memory for a request")
      return mailbox.finish(submission, with: .failure(error))
    }
    guard transfer.configure(), curl_multi_add_handle(mailbox.multi, transfer.easy) == CURLM_OK else {
      transfer.close()
      let error = TransportError(kind: .other, reach: .notSent, detail: "libcurl refused to set the request up")
      return mailbox.finish(submission, with: .failure(error))
    }
    transfers[transfer.easy] = (transfer, submission)
  }

  private func collect() {
    var left: Int32 = 0
    while let message = curl_multi_info_read(mailbox.multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
        let (transfer, submission) = transfers.removeValue(forKey: easy)
      else { continue }
      // The message dies with the removal of its handle: read it first.
      let answer = transfer.answer(message.pointee.data.result)
      remove(transfer)
      #if FAILPOINTS
        mailbox.finish(submission, with: transfer.spoiled(answer))
      #else
        mailbox.finish(submission, with: answer)
      #endif
    }
  }

  private func cancel(_ ids: Set<UInt64>) {
    guard !ids.isEmpty else { return }
    for transfer in answerAsCancelled(where: { ids.contains($0) }) { remove(transfer) }
  }

  private func stop(_ orders: Mailbox.Orders) {
    for submission in orders.submissions {
      mailbox.finish(submission, with: .failure(Self.cancelled(.notSent)))
    }
    let ended = answerAsCancelled { _ in true }
    mailbox.end()
    for transfer in ended { remove(transfer) }
    curl_multi_cleanup(mailbox.multi)
  }

  /// Answers callers before their handles are removed: the removal may wait for a name lookup.
  private func answerAsCancelled(where isMeant: (UInt64) -> Bool) -> [Transfer] {
    let ended = transfers.values.filter { isMeant($0.submission.id) }
    for (transfer, submission) in ended {
      transfers[transfer.easy] = nil
      mailbox.finish(submission, with: .failure(Self.cancelled(transfer.reach)))
    }
    return ended.map(\.transfer)
  }

  private func remove(_ transfer: Transfer) {
    curl_multi_remove_handle(mailbox.multi, transfer.easy)
    transfer.close()
  }

  private static func cancelled(_ reach: TransportError.Reach) -> TransportError {
    let detail = reach == .notSent ? "cancelled before it was sent" : "cancelled while the server was at work"
    return TransportError(kind: .cancelled, reach: reach, detail: detail)
  }

  /// Leaves the process's signals to other threads; a fault still ends the process.
  ///
  /// A write to a closed connection must not raise SIGPIPE here. Libcurl's lookup threads inherit the mask.
  private static func prepareThread() {
    var signals = sigset_t()
    sigfillset(&signals)
    for fault in [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT, SIGSYS] { sigdelset(&signals, fault) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }
}
