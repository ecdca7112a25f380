import ArgumentParser
import Daemon
import Engine
import Journal

/// A failure that ends a command: a sentence for people, and how the process ends.
protocol Failure: Error, CustomStringConvertible {
  var exitCode: ExitCode { get }
}

extension Terminal {
  /// Does something, and ends the command with a message and an exit code where it fails.
  static func complaining<Value>(_ body: () async throws -> Value) async throws -> Value {
    do { return try await body() } catch let failure as any Failure { throw complain(of: failure) }
  }

  /// The same for what does not wait.
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

extension CredentialError: Failure {
  var exitCode: ExitCode { .credentials }
}

extension PlanError: Failure {
  var exitCode: ExitCode { ending == .credentialsRefused ? .credentials : .findings }
}

extension LookupError: Failure {
  var exitCode: ExitCode {
    switch self {
    case .journal(let error): error.exitCode
    case .refused(let status, _) where status == 401 || status == 403: .credentials
    case .notFound, .refused, .unreachable, .unreadable: .findings
    }
  }
}
