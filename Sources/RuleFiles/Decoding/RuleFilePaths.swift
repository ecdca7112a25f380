import YAML

/// Finds the rule files for a list of files and folders.
struct RuleFilePaths {
  let findings: Diagnostics

  /// A path as it was requested.
  struct Request {
    var path: String
    /// Where it is requested; nil when no file does so.
    var mark: Mark?
  }

  /// The files in the order of the requests, and in path order within a folder; a file requested twice comes once.
  func files(_ requests: [Request]) -> [(path: String, mark: Mark?)] {
    var seen: Set<String> = []
    var files: [(path: String, mark: Mark?)] = []
    for request in requests {
      for path in paths(request) where seen.insert(path).inserted {
        files.append((path, request.mark))
      }
    }
    return files
  }

  private func paths(_ request: Request) -> [String] {
    let path = request.path.count > 1 && request.path.hasSuffix("/") ? String(request.path.dropLast()) : request.path
    switch FileReader.kind(of: path) {
    case .file:
      guard path.hasSuffix(".test.yaml") else { return [path] }
      warning("\(path.quotedPath) is a rule test and holds no rules; it is not read", request)
      return []
    case .folder: return folder(path, request)
    case .other, .missing:
      findings.error(
        "no file or folder \(path.quotedPath); expected rule files there", at: request.mark ?? Mark(file: path))
      return []
    }
  }

  private func folder(_ path: String, _ request: Request) -> [String] {
    do throws(FileReader.Problem) {
      let all = try FileReader.files(in: path)
      for file in all where file.hasSuffix(".yml") {
        findings.warning("the file is not read; rename it to end in .yaml", at: Mark(file: file))
      }
      return all.filter { $0.hasSuffix(".yaml") && !$0.hasSuffix(".test.yaml") }
    } catch {
      findings.error(error.message, at: request.mark ?? Mark(file: path))
      return []
    }
  }

  private func warning(_ message: String, _ request: Request) {
    findings.warning(message, at: request.mark ?? Mark(file: request.path))
  }
}

extension RuleFilePaths {
  /// The files of rule tests for some paths: a file itself, and every `*.test.yaml` in a folder.
  func testFiles(_ paths: [String]) -> [String] {
    var seen: Set<String> = []
    var files: [String] = []
    for path in paths {
      let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
      switch FileReader.kind(of: path) {
      case .file: files.append(path)
      case .folder:
        do throws(FileReader.Problem) {
          files += try FileReader.files(in: path).filter { $0.hasSuffix(".test.yaml") }
        } catch {
          findings.error(error.message, at: Mark(file: path))
        }
      case .other, .missing:
        findings.error("no file or folder \(path.quotedPath); expected rule tests there", at: Mark(file: path))
      }
    }
    return files.filter { seen.insert($0).inserted }
  }
}
