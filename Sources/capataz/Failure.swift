import ArgumentParser
import Daemon
import Engine
import Inspection
import Journal
import Records
import TenantRuntime

/// A failure that ends a command: a sentence for people, and an exit code.
protocol Failure: Error, CustomStringConvertible {
  var exitCode: ExitCode { get }
  /// True where the server could not be read.
  var isUnreachable: Bool { get }
}

extension Failure {
  var isUnreachable: Bool { false }
}

extension Terminal {
  /// Runs `body`; if it fails, ends the command with a message and an exit code.
  ///
  /// - Parameter unreachable: The code where the server could not be read; nil for the failure's own.
  static func complaining<Value>(
    unreachable: ExitCode? = nil, _ body: () async throws -> Value
  ) async throws -> Value {
    do { return try await body() } catch let failure as any Failure {
      let code = complain(of: failure)
      throw failure.isUnreachable ? unreachable ?? code : code
    }
  }

  /// Runs `body`, which does not wait; if it fails, ends the command with a message and an exit code.
  static func complaining<Value>(_ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let failure as any Failure { throw complain(of: failure) }
  }

  private static func complain(of failure: any Failure) -> ExitCode {
    complain("capataz: \(failure)")
    return failure.exitCode
  }
}

extension JournalError: Failure {
  var exitCode: ExitCode {
    switch self {
    case .heldByAnother: .busy
    case .newerSchema, .unsuitable: .configuration
    case .notParked: .findings
    default: .journal
    }
  }
}

extension BackupError: Failure {
  var exitCode: ExitCode {
    switch self {
    case .journal(let error): error.exitCode
    case .exists, .isFolder: .findings
    case .io, .differs: .journal
    }
  }
}

extension CredentialError: Failure {
  var exitCode: ExitCode { .credentials }
}

extension PlanError: Failure {
  var exitCode: ExitCode { ending == .credentialsRefused ? .credentials : .findings }
  var isUnreachable: Bool { ending != .credentialsRefused }
}

extension LookupError: Failure {
  var exitCode: ExitCode {
    switch self {
    case .journal(let error): error.exitCode
    case .refused(let status, _) where status == 401 || status == 403: .credentials
    case .notFound, .refused, .unreachable, .unreadable: .findings
    }
  }

  var isUnreachable: Bool {
    switch self {
    case .unreachable, .unreadable: true
    case .journal, .notFound, .refused: false
    }
  }
}
