import CLinux

/// What others can see of this process's memory.
package enum ProcessMemory {
  /// Protects the process's memory, which holds secrets, until the process ends.
  ///
  /// There is no core file, and only root can look with a debugger or through `/proc`. False when a filter of system
  /// calls forbids it. Source: PR_SET_DUMPABLE(2const), setrlimit(2).
  @discardableResult
  package static func seal() -> Bool { capataz_forbid_dumps() == 0 && capataz_is_dumpable() == 0 }
}
