import ArgumentParser
import Foundation
import Glibc

/// The person who typed the command.
enum Person {
  /// The name of the person who runs the command; behind sudo, that person and not root.
  ///
  /// It is only for the record.
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
