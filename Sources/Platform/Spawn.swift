import Glibc

/// Starts a program by posix_spawn(3), with no signal blocked and every signal at its default.
///
/// - Parameters:
///   - input: What it has as its standard input; nil for nothing to read.
///   - output: What it has as its standard output.
///   - errors: What it has as its standard error.
package func spawn(
  _ program: String, _ arguments: [String], environment: [String: String], input: Int32? = nil, output: Int32,
  errors: Int32
) throws(SystemFailure) -> Int32 {
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  if let input {
    posix_spawn_file_actions_adddup2(&actions, input, 0)
  } else {
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
  }
  posix_spawn_file_actions_adddup2(&actions, output, 1)
  posix_spawn_file_actions_adddup2(&actions, errors, 2)
  var attributes = posix_spawnattr_t()
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  var none = sigset_t()
  var all = sigset_t()
  sigemptyset(&none)
  sigfillset(&all)
  posix_spawnattr_setsigmask(&attributes, &none)
  posix_spawnattr_setsigdefault(&attributes, &all)
  posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
  var argv: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
  var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
  defer { for text in argv + envp { free(text) } }
  var pid: pid_t = 0
  let code = posix_spawn(&pid, program, &actions, &attributes, &argv, &envp)
  guard code == 0 else { throw SystemFailure(code) }
  return pid
}

/// Two connected sockets, one end of which is for a child.
///
/// A pipe cannot be made so that children started meanwhile never inherit it.
package func makeSocketPair() throws(SystemFailure) -> (ours: Int32, theirs: Int32) {
  var ends: [Int32] = [0, 0]
  let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
  guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw SystemFailure() }
  return (ends[0], ends[1])
}
