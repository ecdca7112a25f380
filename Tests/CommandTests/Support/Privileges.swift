import Glibc
import Needs

/// What the programs under test may do.
enum Privileges {
  /// What a command line begins with to be run without the rights of root, who may read everything.
  ///
  /// Not as another user, who may not reach the programs under test.
  static let none =
    geteuid() == 0 ? ["/usr/bin/setpriv", "--bounding-set=-all", "--inh-caps=-all"] : ["/usr/bin/env"]

  /// The name of the user who runs this, as the system has it; his number where it has none.
  static let userName: String = {
    guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name else { return "uid \(getuid())" }
    return String(cString: name)
  }()

  /// What it takes to do without them.
  static let canBeDropped = Need.command(none[0])
}
