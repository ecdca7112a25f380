import CLinux

/// What others may see of this process.
package enum ProcessMemory {
  /// Keeps the process's memory, where secrets are, to itself: no core file, and no look by a debugger or through `/proc`
  /// of anybody but root; until the process ends.
  ///
  /// False when a filter of system calls forbids it. Source: PR_SET_DUMPABLE(2const), setrlimit(2).
  @discardableResult
  package static func seal() -> Bool { capataz_forbid_dumps() == 0 && capataz_is_dumpable() == 0 }
}
