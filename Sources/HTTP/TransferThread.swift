import CCurl
import CLinux
import GeoTareas
import Glibc

/// The one thread of a network: starts transfers in turn, waits for sockets and posts, and answers callers.
///
/// The network makes it and hands it over to the thread, which alone uses it from then on.
final class TransferThread {
  private let mailbox: Mailbox
  private var queue: FairQueue
  private var transfers: [UnsafeMutableRawPointer: (transfer: Transfer, submission: Mailbox.Submission)] = [:]

  /// Libcurl checks its own timers first.
  ///
  /// This only bounds the wait with nothing under way.
  private static let longestWait: Int32 = 3_600_000

  init(mailbox: Mailbox, queue: FairQueue) {
    self.mailbox = mailbox
    self.queue = queue
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
      for submission in orders.submissions { queue.add(submission) }
      cancel(orders)
      while let submission = queue.next() { start(submission) }
      var running: Int32 = 0
      curl_multi_perform(multi, &running)
      #if FAILPOINTS
        for (transfer, _) in transfers.values { transfer.noteSent() }
      #endif
      // A transfer that got its connection just now must be driven before the wait.
      if collect() { continue }
      // Without descriptors or memory libcurl cannot wait, so avoid spinning.
      if curl_multi_poll(multi, nil, 0, Self.longestWait, nil) != CURLM_OK { _ = poll(nil, 0, 100) }
    }
  }

  private func start(_ submission: Mailbox.Submission) {
    let mailbox = mailbox
    let transfer = Transfer(submission.request, configuration: submission.configuration) {
      submission.request.request.permit?()
        ?? (mailbox.isWanted(submission) ? nil : "cancelled before it was sent")
    }
    guard let transfer else {
      return fail(submission, "no memory for a request")
    }
    guard transfer.configure(), curl_multi_add_handle(mailbox.multi, transfer.easy) == CURLM_OK else {
      transfer.close()
      return fail(submission, "libcurl refused to set the request up")
    }
    transfers[transfer.easy] = (transfer, submission)
  }

  private func fail(_ submission: Mailbox.Submission, _ why: String) {
    queue.close(submission.line)
    mailbox.finish(submission, with: .failure(TransportError(kind: .other, reach: .notSent, detail: why)))
  }

  /// Answers what has ended; true when another request may take its place.
  private func collect() -> Bool {
    var left: Int32 = 0
    let before = queue.openCount
    while let message = curl_multi_info_read(mailbox.multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
        let (transfer, submission) = transfers.removeValue(forKey: easy)
      else { continue }
      // The message dies when its handle is removed, so read it first.
      let answer = transfer.answer(message.pointee.data.result)
      remove(transfer, of: submission)
      #if FAILPOINTS
        mailbox.finish(submission, with: transfer.spoiled(answer))
      #else
        mailbox.finish(submission, with: answer)
      #endif
    }
    return queue.openCount < before && queue.hasWaiting
  }

  private func cancel(_ orders: Mailbox.Orders) {
    guard !orders.cancellations.isEmpty || !orders.stops.isEmpty else { return }
    answerAsCancelled { orders.cancellations.contains($0.id) || orders.stops.contains($0.line) }
  }

  private func stop(_ orders: Mailbox.Orders) {
    for submission in orders.submissions { queue.add(submission) }
    answerAsCancelled { _ in true }
    mailbox.end()
    curl_multi_cleanup(mailbox.multi)
  }

  private func answerAsCancelled(where isMeant: (Mailbox.Submission) -> Bool) {
    for submission in queue.remove(where: isMeant) {
      mailbox.finish(submission, with: .failure(Self.cancelled(.notSent)))
    }
    for (transfer, submission) in transfers.values.filter({ isMeant($0.submission) }) {
      transfers[transfer.easy] = nil
      mailbox.finish(submission, with: .failure(Self.cancelled(transfer.reach)))
      remove(transfer, of: submission)
    }
  }

  private func remove(_ transfer: Transfer, of submission: Mailbox.Submission) {
    queue.close(submission.line)
    curl_multi_remove_handle(mailbox.multi, transfer.easy)
    transfer.close()
  }

  private static func cancelled(_ reach: TransportError.Delivery) -> TransportError {
    let detail = reach == .notSent ? "cancelled before it was sent" : "cancelled while the server was at work"
    return TransportError(kind: .cancelled, reach: reach, detail: detail)
  }

  /// Names the thread, and leaves the process's signals to other threads; a fault still ends the process.
  ///
  /// A write to a closed connection must not raise SIGPIPE here. Libcurl's lookup threads inherit the mask.
  private static func prepareThread() {
    var signals = sigset_t()
    sigfillset(&signals)
    for fault in [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT, SIGSYS] { sigdelset(&signals, fault) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    capataz_name_thread("network")
  }
}
