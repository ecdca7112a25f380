import ArgumentParser

/// Exit codes of the process, besides 0 for done and 64 for usage.
///
/// Source: sysexits.h(3head), as far as its numbers fit.
extension ExitCode {
  /// The command found what it looked for: mistakes, or work to do.
  static let findings = ExitCode(1)
  /// `status --exit-code`: something is wrong with a tenant, and heals by itself.
  static let degraded = ExitCode(1)
  /// `status --exit-code`: something is wrong with a tenant until a person does something.
  static let personNeeded = ExitCode(2)
  /// `plan --exit-code`: the tasks could not be read.
  static let unavailable = ExitCode(69)
  /// The journal cannot be read or written.
  static let journal = ExitCode(74)
  /// Another instance holds the state directory.
  static let busy = ExitCode(75)
  /// The server refuses the credentials, they cannot be read, or others can read them.
  static let credentials = ExitCode(77)
  /// Configuration or rules are wrong.
  static let configuration = ExitCode(78)
}
