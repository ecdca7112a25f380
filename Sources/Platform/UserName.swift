import Glibc

/// Users of the system by their names.
package enum UserName {
  /// The name of a user; nil for a number that nobody has.
  package static func of(_ user: UInt32) -> String? {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 4_096)
    guard getpwuid_r(user, &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.pw_name
    else { return nil }
    return String(cString: name)
  }

  /// Whether there is a user of this name.
  package static func exists(_ name: String) -> Bool {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 4_096)
    return getpwnam_r(name, &entry, &buffer, buffer.count, &found) == 0 && found != nil
  }

  /// A user in a sentence: `'capataz'`, or the number of one who has no name.
  package static func inWords(_ user: UInt32) -> String { of(user).map { "'\($0)'" } ?? String(user) }
}
