package import Foundation
import Glibc
import Rules
package import YAML

/// Checks files that are given by their paths, without a configuration that names them.
///
/// Rule files belong together: what one defines, another may use, as if they were a tenant's. Rule tests are read with the
/// rules that they name, and are not run. A configuration is checked with the rules that it names; nothing outside of its
/// files is looked at.
package struct FileCheck: Sendable {
  /// A file, and what was found in it.
  package struct File: Sendable, Equatable {
    /// What it holds.
    package enum Kind: String, Sendable {
      case configuration, rules, tests
      case unreadable = "none"
    }

    package var path: String
    package var kind: Kind
    /// Its rules; of a configuration, the rules of its tenants.
    package var rules = 0
    /// Of these, how many are live.
    package var live = 0
    package var tests = 0
    package var tenants = 0
    /// True for a rule file that one of the configurations names; its rules are counted there.
    package var isNamed = false
    package var errors = 0
    package var warnings = 0
  }

  /// Every file that was checked, in the order of the paths, and in path order within a folder.
  package private(set) var files: [File] = []
  /// Everything that was found, sorted, with source lines.
  package private(set) var diagnostics: [Diagnostic] = []

  /// Reads files and folders; blocks on the disk.
  ///
  /// Of a folder every `*.yaml` is read, with its sub-folders and without dot files. A path that leads nowhere, and a folder
  /// without such files, are errors: a check of nothing must not pass.
  ///
  /// - Parameter now: The time for judging whether the holidays of a calendar end soon; nil to leave that out.
  package init(paths: [String], at now: Date? = nil) {
    let load = Load(now: now)
    let kinds = Self.paths(paths, load.findings).map { (path: $0, kind: FileKind(of: $0)) }
    var counts: [String: File] = [:]
    func of(_ kind: FileKind) -> [String] { kinds.filter { $0.kind == kind }.map(\.path) }

    // A file of `tenants.d` is read by the configuration beside that folder.
    let configurations = of(.configuration).sorted { !Self.isTenantFile($0) && Self.isTenantFile($1) }
    let known = { (path: String) in load.readFiles.contains(Self.identity(of: path)) }
    for path in configurations where !known(path) {
      let loaded = ConfigurationLoader().configuration(path, load)
      let rules = loaded?.rules.values.flatMap(\.rules) ?? []
      counts[path] = File(
        path: path, kind: .configuration, rules: rules.count, live: rules.count { $0.stage == .live },
        tenants: loaded?.configuration.tenants.count ?? 0)
    }
    for path in of(.unreadable) where !known(path) {
      // It may be a configuration.
      _ = load.document(path, emptiness: .warning, prepare: { $0.hideSecrets() })
    }
    let loose = of(.rules).filter { !known($0) }
    let named = of(.rules).filter { !loose.contains($0) }
    if let first = loose.first {
      let set = RuleSetReader(load: load).rules(loose.map { .init(path: $0, mark: nil) }, for: Mark(file: first))
      for path in loose { counts[path] = File(path: path, kind: .rules) }
      for rule in set.rules {
        counts[rule.source.file]?.rules += 1
        if rule.stage == .live { counts[rule.source.file]?.live += 1 }
      }
    }
    for path in named { counts[path] = File(path: path, kind: .rules, isNamed: true) }
    let tests = Load(lints: false)
    var sets: [[String]: RuleTestFile.Rules] = [:]
    for path in of(.tests) {
      let read = RuleTestFile(load: tests).read(path, &sets)
      counts[path] = File(path: path, kind: .tests, tests: read?.tests.count ?? 0)
    }
    let testPaths = Set(of(.tests))
    // Warnings about rules are those of the other load.
    let ofTests = tests.diagnostics().filter { $0.severity == .error || testPaths.contains($0.mark.file) }
    var seen: Set<Diagnostic> = []
    diagnostics = (load.diagnostics() + ofTests).filter { seen.insert($0).inserted }.enumerated()
      .sorted { ($0.element.mark, $0.offset) < ($1.element.mark, $1.offset) }.map(\.element)
    // A configuration may name a file by another path than the one that was given.
    let found = Dictionary(grouping: diagnostics) { Self.identity(of: $0.mark.file) }
    files = kinds.map { path, kind in
      var file = counts[path] ?? File(path: path, kind: .init(kind))
      let own = found[Self.identity(of: path)] ?? []
      file.errors = own.count { $0.severity == .error }
      file.warnings = own.count { $0.severity == .warning }
      return file
    }
  }

  private static func paths(_ requests: [String], _ findings: Diagnostics) -> [String] {
    var seen: Set<String> = []
    return requests.flatMap { paths($0, findings) }.filter { seen.insert(identity(of: $0)).inserted }
  }

  private static func paths(_ request: String, _ findings: Diagnostics) -> [String] {
    let path = request.count > 1 && request.hasSuffix("/") ? String(request.dropLast()) : request
    switch FileReader.kind(of: path) {
    case .file: return [path]
    case .folder: break
    case .other, .missing:
      findings.error("no file or folder \(path.quotedPath); expected files to check there", at: Mark(file: path))
      return []
    }
    do throws(FileReader.Problem) {
      let all = try FileReader.files(in: path).map { path == "." ? String($0.dropFirst(2)) : $0 }
      for file in all where file.hasSuffix(".yml") {
        findings.warning("the file is not read; rename it to end in .yaml", at: Mark(file: file))
      }
      let found = all.filter { $0.hasSuffix(".yaml") }
      if found.isEmpty { findings.error("the folder holds no *.yaml file; nothing was checked", at: Mark(file: path)) }
      return found
    } catch {
      findings.error(error.message, at: Mark(file: path))
      return []
    }
  }

  private static func isTenantFile(_ path: String) -> Bool {
    path.split(separator: "/").dropLast().last.map(String.init) == TenantFiles.folder
  }

  /// The same for all paths that lead to one file.
  static func identity(of path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }
}

extension FileCheck.File.Kind {
  fileprivate init(_ kind: FileKind) {
    self =
      switch kind {
      case .configuration: .configuration
      case .rules: .rules
      case .tests: .tests
      case .unreadable: .unreadable
      }
  }
}
