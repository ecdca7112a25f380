import Foundation
import Rules
import YAML

/// One file of rule tests within a load.
struct RuleTestFile {
  let load: Load

  /// The rules that a file is about; nil when they cannot be loaded.
  struct Rules {
    var set: RuleSet
    var definitions: Definitions
    var isGood: Bool
  }

  private var findings: Diagnostics { load.findings }

  /// Reads the tests of a file; nil when that, or the rules that they are about, cannot be read.
  ///
  /// - Parameter sets: The rules loaded so far, by their paths.
  func read(_ path: String, _ sets: inout [[String]: Rules]) -> (tests: [RuleTest], rules: RuleSet)? {
    guard let root = load.document(path, emptiness: .error) else { return nil }
    if let (message, mark) = ForeignFile.message(about: root, as: .tests) {
      findings.error(message, at: mark)
      return nil
    }
    guard let fields = Fields(root, "a test file", keys: Keys.testFile, findings) else { return nil }
    findings.checkSchema(fields)
    let zone = fields.required("timezone").flatMap { findings.timezone($0) }.flatMap { TimeZone(identifier: $0) }
    guard let requests = requests(fields["rules"], path), let zone else { return nil }
    let key = requests.map(\.path)
    let rules = sets[key] ?? read(requests, path)
    sets[key] = rules
    guard rules.isGood else { return nil }
    let reader = RuleTestReader(
      findings: findings, rules: rules.set, definitions: rules.definitions, time: LocalTime(zone: zone))
    return (reader.tests(fields), rules.set)
  }

  private func read(_ requests: [RuleFilePaths.Request], _ path: String) -> Rules {
    let before = findings.diagnostics.count
    let (set, definitions) = RuleSetReader(load: load).read(requests, for: Mark(file: path))
    return Rules(set: set, definitions: definitions, isGood: !findings.diagnostics[before...].hasErrors)
  }

  /// Where the rules are: where the file says, otherwise its own folder.
  private func requests(_ node: Node?, _ path: String) -> [RuleFilePaths.Request]? {
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    guard let node else { return [.init(path: folder, mark: nil)] }
    return findings.oneOrMore(node) { item in
      findings.text(item, "a path").map { text in
        let text = text.hasPrefix("./") ? String(text.dropFirst(2)) : text
        return .init(path: text == "." || text.isEmpty ? folder : joined(folder, text), mark: item.mark)
      }
    }
  }
}
