import ArgumentParser
import Foundation
import Glibc

/// Whoever typed the command.
enum Person {
  /// Who gives the command: behind sudo the person, not root.
  ///
  /// For the record only.
  static var name: String {
    let person = ProcessInfo.processInfo.environment["SUDO_USER", default: ""]
    if geteuid() == 0, !person.isEmpty { return person }
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 4_096)
    guard getpwuid_r(getuid(), &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.pw_name
    else { return "uid \(getuid())" }
    return String(cString: name)
  }

  /// Throws for a reason that says nothing.
  static func validate(why: String) throws(ValidationError) {
    if why.allSatisfy(\.isWhitespace) { throw ValidationError("--why needs a reason in words: others will read it") }
  }
}
