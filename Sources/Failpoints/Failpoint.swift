#if FAILPOINTS
  import Glibc
  import Synchronization

  /// A place in the program at which a test makes it die, stop or fail; a release build has none.
  ///
  /// The environment's `CAPATAZ_FAILPOINT=NAME:ACTION[:N]` names the place, what happens there, and at which passing
  /// (the first by default). It happens once, and is announced on standard error right before.
  package enum Failpoint: String, CaseIterable, Sendable {
    /// In the transaction that arms a write: everything is written and nothing committed.
    case beforeArmCommit = "before-arm-commit"
    case afterArmCommit = "after-arm-commit"
    /// Connected, before the permit is asked and the first byte of a write leaves.
    case afterConnect = "after-connect"
    /// The request of a write has left, and its answer has not been read.
    case afterFirstByte = "after-first-byte"
    /// The answer to a write is complete, and nobody has received it yet.
    case afterResponse = "after-response"
    /// In the transaction that keeps an outcome: everything is written and nothing committed.
    case beforeOutcomeCommit = "before-outcome-commit"
    case afterOutcomeCommit = "after-outcome-commit"
    /// A page is about to be copied from the write-ahead log into the database.
    case duringCheckpoint = "during-checkpoint"
    /// Everything has been loaded again, and nothing taken over.
    case duringReload = "during-reload"
    /// First when the stop has begun, with writes in flight; a second time right before the journal is closed.
    case duringStop = "during-stop"

    /// What happens at the place.
    package enum Action: String, CaseIterable, Sendable {
      /// Sends SIGKILL to itself.
      case kill
      /// Sends SIGTERM to itself, and goes on once the stop has begun.
      case term
      /// Sends SIGSTOP to itself, and goes on after somebody's SIGCONT.
      case stop
      /// The input or output there fails.
      case error
      /// Waits until the file named by the environment's `CAPATAZ_FAILPOINT_GATE` is gone.
      case wait
    }

    /// What the environment asks for; nil for nothing, or for something that cannot be read.
    private static let order: (point: Failpoint, action: Action, passing: Int)? = {
      guard let text = getenv("CAPATAZ_FAILPOINT") else { return nil }
      let parts = String(cString: text).split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      guard (2...3).contains(parts.count), let point = Failpoint(rawValue: parts[0]),
        let action = Action(rawValue: parts[1]), let passing = parts.count == 3 ? Int(parts[2]) : 1
      else { return nil }
      return (point, action, passing)
    }()

    private static let state = Mutex<(passings: Int, isStopping: Bool)>((0, false))

    /// True when the environment names this place.
    package var isNamed: Bool { Self.order?.point == self }

    /// Passes the place and does what was asked for; true when the caller must fail there.
    ///
    /// - Parameter waitsForStop: False on the loop that takes signals, which cannot wait for itself.
    package func fails(waitsForStop: Bool = true) -> Bool {
      guard let order = Self.order, order.point == self else { return false }
      let isMeant = Self.state.withLock { state in
        state.passings += 1
        return state.passings == order.passing
      }
      guard isMeant else { return false }
      let line = Array("failpoint \(rawValue): \(order.action.rawValue)\n".utf8)
      _ = write(STDERR_FILENO, line, line.count)
      switch order.action {
      case .kill: raise(SIGKILL)
      // To this thread, so that not one more instruction is carried out before SIGCONT.
      case .stop: raise(SIGSTOP)
      case .term:
        // To the process: this thread may have signals blocked.
        _ = Glibc.kill(getpid(), SIGTERM)
        while waitsForStop, !Self.state.withLock({ $0.isStopping }) { usleep(1_000) }
      case .error: return true
      case .wait: while let gate = getenv("CAPATAZ_FAILPOINT_GATE"), access(gate, F_OK) == 0 { usleep(1_000) }
      }
      return false
    }

    /// Passes a place where nothing can fail.
    package func pass(waitsForStop: Bool = true) { _ = fails(waitsForStop: waitsForStop) }

    /// Notes that the stop has begun and every tenant has been informed.
    package static func noteStop() { state.withLock { $0.isStopping = true } }
  }
#endif
