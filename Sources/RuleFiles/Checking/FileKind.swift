import YAML

/// What a file is meant to be, by its content.
enum FileKind {
  case configuration, rules, tests
  /// It cannot be read as YAML, or there is nothing in it.
  case unreadable

  /// Looks into a file; nothing is reported.
  ///
  /// A rule test is known by its name as well, because folders of rules are read by it.
  init(of path: String) {
    if path.hasSuffix(".test.yaml") {
      self = .tests
      return
    }
    guard let bytes = try? FileReader.bytes(of: path),
      let root = Document(parsing: SourceText(file: path, bytes: bytes)).root
    else {
      self = .unreadable
      return
    }
    guard case .mapping(let entries) = root.content else {
      self = .rules
      return
    }
    let keys = Set(entries.map(\.key.text))
    let hasTenantFiles = keys.isDisjoint(with: Keys.ruleFile.dropFirst()) && Self.isBesideTenantFiles(path)
    if keys.contains("tenants") || hasTenantFiles
      || (!keys.contains("rules") && !keys.isDisjoint(with: Keys.onlyConfiguration))
    {
      self = .configuration
    } else {
      self = keys.isDisjoint(with: ["tests", "fixtures"]) ? .rules : .tests
    }
  }

  /// A configuration whose tenants are all in files of their own says nothing that only a configuration does.
  private static func isBesideTenantFiles(_ path: String) -> Bool {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    return FileReader.kind(of: folder + TenantFiles.folder) == .folder
  }
}

extension Keys {
  /// The keys of a configuration that no other file has.
  fileprivate static let onlyConfiguration = configuration.filter { !(ruleFile + testFile).contains($0) }
}
