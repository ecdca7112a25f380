import ArgumentParser
import Foundation
import Glibc
import Platform

/// The person who typed the command.
enum Person {
  /// The name of the person who runs the command; behind sudo, that person and not root.
  ///
  /// It is only for the record.
  static var name: String {
    let person = ProcessInfo.processInfo.environment["SUDO_USER", default: ""]
    if geteuid() == 0, !person.isEmpty { return person }
    return UserName.of(getuid()) ?? "uid \(getuid())"
  }

  /// Throws for a reason that says nothing.
  static func validate(why: String) throws(ValidationError) {
    if why.allSatisfy(\.isWhitespace) { throw ValidationError("--why needs a reason in words: others will read it") }
  }
}
