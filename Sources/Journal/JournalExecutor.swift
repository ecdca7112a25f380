import Dispatch

/// Runs an actor on a thread outside the cooperative pool, so that a slow disk delays only the journal.
final class JournalExecutor: SerialExecutor {
  private let queue = DispatchQueue(label: "capataz.journal")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }

  func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

  func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}
