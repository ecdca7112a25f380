import YAML

/// Reads the files of tenants beside a configuration: `tenants.d/*.yaml`, in the order of their names.
struct TenantFiles {
  static let folder = "tenants.d"

  let load: Load

  private var findings: Diagnostics { load.findings }

  /// The files with the map of tenants in each; none where there is no such folder.
  func files(beside folder: String) -> [(path: String, tenants: Node)] {
    paths(joined(folder, Self.folder)).compactMap { path in findings.about(.file(path)) { file(path) } }
  }

  private func file(_ path: String) -> (path: String, tenants: Node)? {
    guard let root = load.document(path, emptiness: .error, prepare: { $0.hideSecrets() }),
      let fields = Fields(root, "a file of tenants", keys: Keys.tenantFile, findings)
    else { return nil }
    findings.checkSchema(fields)
    return fields.required("tenants").map { (path, $0) }
  }

  private func paths(_ folder: String) -> [String] {
    switch FileReader.kind(of: folder) {
    case .missing: return []
    case .file, .other:
      findings.error("expected a folder with files of tenants", at: Mark(file: folder))
      return []
    case .folder: break
    }
    do throws(FileReader.Problem) {
      // Folders in it may contain rules.
      let all = try FileReader.files(in: folder).filter { !$0.dropFirst(folder.count + 1).contains("/") }
      for file in all where file.hasSuffix(".yml") {
        findings.warning("the file is not read; rename it to end in .yaml", at: Mark(file: file))
      }
      return all.filter { $0.hasSuffix(".yaml") }
    } catch {
      findings.error(error.message, at: Mark(file: folder))
      return []
    }
  }
}
