import Foundation
import Glibc
import YAML

/// Whether somebody else could change what the daemon does, through a file that it reads or a folder on the way to it.
///
/// Rules are code: whoever can write them can do everything with the tenant's tasks that the daemon may. So files and
/// folders must belong to root or to the user who runs this, and nobody else may write them. A folder is also accepted
/// where everybody may write but can change only their own files (the sticky bit, as on /tmp). Source: inode(7).
struct FileSafety {
  let severity: Diagnostic.Severity
  let findings: Diagnostics
  private let user: uid_t
  /// What is wrong with each file and folder that was checked, by its path.
  private var known: [String: [Diagnostic]] = [:]
  /// The folders on the way to each file.
  private var ways: [String: [String]] = [:]

  init(_ severity: Diagnostic.Severity, _ findings: Diagnostics, user: uid_t? = nil) {
    self.user = user ?? geteuid()
    self.severity = severity
    self.findings = findings
  }

  /// Checks an open file, by its status, and every folder that its path goes through.
  ///
  /// Each problem is reported once, and affects every subject that reads a file behind it.
  mutating func judge(_ status: stat, of path: String) {
    if ways[path] == nil {
      let whole = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
      var folders = Self.folders(on: whole)
      // The folders of a link count, and so do those of its target.
      if let real = realpath(whole, nil) {
        folders += Self.folders(on: String(cString: real)).filter { !folders.contains($0) }
        free(real)
      }
      ways[path] = folders
      judge(path, "the file") { status }
      for folder in folders { judge(folder, "the folder") { Self.status(of: folder) } }
    }
    blame(for: path)
  }

  /// Attributes what was found about the file to the current subject, too.
  func blame(for path: String) {
    for place in [path] + (ways[path] ?? []) { findings.blame(for: known[place] ?? []) }
  }

  private static func folders(on path: String) -> [String] {
    path.indices.filter { path[$0] == "/" }.map { $0 == path.startIndex ? "/" : String(path[..<$0]) }
  }

  private static func status(of folder: String) -> stat? {
    var status = stat()
    return stat(folder, &status) == 0 ? status : nil
  }

  private mutating func judge(_ path: String, _ what: String, _ status: () -> stat?) {
    guard known[path] == nil else { return }
    known[path] = []
    guard let status = status(),
      let problem = Self.problem(owner: status.st_uid, mode: status.st_mode, user: user, path: path, what: what)
    else { return }
    let diagnostic = Diagnostic(severity, problem, at: Mark(file: path))
    known[path] = [diagnostic]
    findings.add([diagnostic])
  }

  /// What is wrong with a file or folder, with the command that mends it; nil when nothing is.
  static func problem(owner: uid_t, mode: mode_t, user: uid_t, path: String, what: String) -> String? {
    let name = path.quotedForShell
    guard owner == 0 || owner == user else {
      return
        "\(what) belongs to user \(owner), who could change what Capataz does; "
        + "expected root\(user == 0 ? "" : ", or user \(user), who runs this"); run: chown root \(name)"
    }
    let isFolder = mode & S_IFMT == S_IFDIR
    guard mode & 0o022 != 0, !(isFolder && mode & S_ISVTX != 0) else { return nil }
    let (kind, others) = mode & 0o002 != 0 ? ("world-writable", "everybody") : ("group-writable", "its group")
    let text = String(mode & 0o7777, radix: 8)
    return "\(what) is \(kind) (mode 0\(text)): \(others) could change what Capataz does; run: chmod go-w \(name)"
  }
}

extension String {
  /// The text as one word of a shell's command line.
  package var quotedForShell: String {
    let plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+:@%"
    return allSatisfy(plain.contains) && !isEmpty ? self : "'" + replacing("'", with: "'\\''") + "'"
  }
}
