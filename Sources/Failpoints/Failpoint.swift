#if FAILPOINTS
  import Glibc
  import Synchronization

  /// A place in the program at which a test makes it die, stop or fail; there are none in a release build.
  ///
  /// The environment's `CAPATAZ_FAILPOINT=NAME:ACTION[:N]` says which place, what happens there, and at which passing,
  /// the first unless told. It happens once, and is told on standard error right before.
  package enum Failpoint: String, CaseIterable, Sendable {
    /// In the transaction that arms a write, with everything written and nothing committed.
    case beforeArmCommit = "before-arm-commit"
    case afterArmCommit = "after-arm-commit"
    /// Connected, before the last look and the first byte of a write.
    case afterConnect = "after-connect"
    /// The request of a write has left, its answer has not been read.
    case afterFirstByte = "after-first-byte"
    /// The answer to a write is whole and nobody has been told.
    case afterResponse = "after-response"
    /// In the transaction that keeps an outcome, with everything written and nothing committed.
    case beforeOutcomeCommit = "before-outcome-commit"
    case afterOutcomeCommit = "after-outcome-commit"
    /// A page is about to be copied from the write-ahead log into the database.
    case duringCheckpoint = "during-checkpoint"
    /// Everything has been loaded anew and nothing taken over.
    case duringReload = "during-reload"
    /// First when the stop has begun, with writes in flight; a second time when the journal is to be closed.
    case duringStop = "during-stop"

    /// What happens at the place.
    package enum Action: String, CaseIterable, Sendable {
      /// SIGKILL to itself.
      case kill
      /// SIGTERM to itself; goes on once the stop has begun.
      case term
      /// SIGSTOP to itself; goes on after somebody's SIGCONT.
      case stop
      /// The input or output there fails.
      case error
      /// Goes on once the file is gone that the environment's `CAPATAZ_FAILPOINT_GATE` names.
      case wait
    }

    /// What the environment asks for; nil for nothing, or for what cannot be read.
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

    /// Passes the place: does what was asked for, and is true when the caller is to fail there.
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
      // To this thread, so that not one instruction behind this one is carried out before SIGCONT.
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

    /// Notes that the stop has begun and every tenant has been told.
    package static func noteStop() { state.withLock { $0.isStopping = true } }
  }
#endif
