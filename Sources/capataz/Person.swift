import Foundation

/// Whoever typed the command.
enum Person {
  /// The name for the audit trail: behind sudo the name from before it.
  static var name: String {
    let environment = ProcessInfo.processInfo.environment
    if let name = environment["SUDO_USER"], !name.isEmpty { return name }
    return NSUserName()
  }
}
