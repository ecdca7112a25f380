import Foundation
import Glibc
import YAML

/// Whether somebody else could change what the daemon does, through a file that it reads or a folder on the way to it.
///
/// Rules are code: who may write them may do with the tenant's tasks whatever the daemon may. So files and folders belong
/// to root or to the user who runs this, and nobody else may write them; a folder where everybody may write but only
/// change what is his own (the sticky bit, as of /tmp) will do. Source: inode(7).
struct FileSafety {
  let severity: Diagnostic.Severity
  let findings: Findings
  private let user: uid_t
  private var seen: Set<String> = []

  init(_ severity: Diagnostic.Severity, _ findings: Findings, user: uid_t? = nil) {
    self.user = user ?? geteuid()
    self.severity = severity
    self.findings = findings
  }

  /// Judges an open file, by its status, and every folder that its path goes through.
  mutating func judge(_ status: stat, of path: String) {
    if seen.insert(path).inserted { tell(status, path, "the file") }
    let path = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    judgeFolders(on: path)
    // A link's own folders count, and so do those of what it leads to.
    if let real = realpath(path, nil) {
      let target = String(cString: real)
      free(real)
      if target != path { judgeFolders(on: target) }
    }
  }

  private mutating func judgeFolders(on path: String) {
    for end in path.indices where path[end] == "/" {
      let folder = end == path.startIndex ? "/" : String(path[..<end])
      guard seen.insert(folder).inserted else { continue }
      var status = stat()
      if stat(folder, &status) == 0 { tell(status, folder, "the folder") }
    }
  }

  private func tell(_ status: stat, _ path: String, _ what: String) {
    guard let problem = Self.problem(owner: status.st_uid, mode: status.st_mode, user: user, path: path, what: what)
    else { return }
    // Said once, of a file or folder that others may use as well.
    findings.about(.all) { findings.add([Diagnostic(severity, problem, at: Mark(file: path))]) }
  }

  /// What is wrong with a file or folder, with the command that mends it; nil when nothing is.
  static func problem(owner: uid_t, mode: mode_t, user: uid_t, path: String, what: String) -> String? {
    let name = path.quotedForShell
    guard owner == 0 || owner == user else {
      return
        "\(what) belongs to user \(owner), who could change what is done at the tenant; "
        + "expected root\(user == 0 ? "" : ", or user \(user), who runs this"); run: chown root \(name)"
    }
    let isFolder = mode & S_IFMT == S_IFDIR
    guard mode & 0o022 != 0, !(isFolder && mode & S_ISVTX != 0) else { return nil }
    let others = mode & 0o002 != 0 ? "everybody" : "its group"
    let text = String(mode & 0o7777, radix: 8)
    return
      "\(others) can write \(what) (mode 0\(text)), and so change what is done at the tenant; "
      + "run: chmod go-w \(name)"
  }
}

extension String {
  /// As a word of a shell's command line.
  package var quotedForShell: String {
    let plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+:@%"
    return allSatisfy(plain.contains) && !isEmpty ? self : "'" + replacing("'", with: "'\\''") + "'"
  }
}
