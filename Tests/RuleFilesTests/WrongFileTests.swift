import Foundation
import RuleFiles
import Testing
import YAML

/// One mistake a file: `Fixtures/wrong/NAME.yaml`, and what is said about it in `NAME.expected` beside it.
///
/// With `CAPATAZ_REWRITE_EXPECTED=1` in the environment the expected texts are written anew; read the difference.
@Suite struct WrongFileTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/wrong").path

  static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }()

  /// What is said about a file, with paths as if its folder were the working directory.
  static func said(of name: String) -> (text: String, hasValue: Bool, hasErrors: Bool) {
    let path = "\(folder)/\(name).yaml"
    if name.hasPrefix("config-") {
      let loaded = ConfigurationLoader().load(path)
      return (shown(loaded.diagnostics), loaded.value != nil, loaded.diagnostics.hasErrors)
    }
    if name.hasPrefix("test-") {
      let report = RuleTests.run(paths: [path])
      return (shown(report.diagnostics), !report.diagnostics.hasErrors, report.diagnostics.hasErrors)
    }
    // The time by which it is judged whether holidays end soon.
    let loaded = RuleSetLoader().load([path], at: Date(timeIntervalSince1970: 1_791_000_000))
    return (shown(loaded.diagnostics), loaded.value != nil, loaded.diagnostics.hasErrors)
  }

  private static func shown(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.rendered().replacing(folder + "/", with: "")
      .replacing(folder.replacing("/wrong", with: "/good") + "/", with: "GOOD/")
  }

  @Test("there is a fixture for many a mistake")
  func count() {
    #expect(Self.names.count > 100)
  }

  @Test("a wrong file is answered with exactly the expected text", arguments: names)
  func text(name: String) throws {
    let said = Self.said(of: name)
    let file = "\(Self.folder)/\(name).expected"
    if ProcessInfo.processInfo.environment["CAPATAZ_REWRITE_EXPECTED"] == "1" {
      try Data(said.text.utf8).write(to: URL(filePath: file))
    }
    let expected = try String(contentsOfFile: file, encoding: .utf8)
    #expect(said.text == expected)
    #expect(!said.text.isEmpty)
    #expect(said.hasValue == !said.hasErrors)
  }

  @Test("no secret that stands in a file by mistake is ever shown", arguments: names)
  func secrets(name: String) {
    let text = Self.said(of: name).text
    #expect(!text.contains("hunter"))
  }
}
