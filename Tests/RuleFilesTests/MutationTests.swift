import Foundation
import RuleFiles
import Testing
import YAML

/// Throws damaged files at the loaders: they answer, with a value or with errors, whatever the damage.
@Suite struct MutationTests {
  static let pieces: [[UInt8]] =
    [
      "\t", "\0", "\u{FEFF}", "&a ", "*a", "!!str ", "<<: ", "---\n", "...\n", "[", "]", "{", "}", "\"", "'", "|", ">",
      ": ", "- ", "? ", "#", "\n", "\r", "\u{85}", "yes", "null", "~", "99999999999999999999", "0x", "1e999", ".inf",
      "%YAML 1.1\n", "\\", "é", "👩‍👩‍👧", "hunter2", "  ", "",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80]]

  /// A copy of `bytes` with a few places changed.
  private func mutate(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    var result = bytes
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      guard !result.isEmpty else { return result }
      let at = Int.random(in: 0..<result.count, using: &random)
      let end = min(result.count, at + Int.random(in: 0...12, using: &random))
      switch Int.random(in: 0..<5, using: &random) {
      case 0: result.removeSubrange(at..<end)
      case 1: result[at] = UInt8.random(in: 0...255, using: &random)
      case 2: result.insert(contentsOf: result[at..<end], at: Int.random(in: 0..<result.count, using: &random))
      case 3: result = Array(result[..<at])
      default: result.replaceSubrange(at..<end, with: Self.pieces.randomElement(using: &random) ?? [])
      }
    }
    return result
  }

  private func isSound<Value>(_ loaded: Loaded<Value>, _ name: String) -> Bool {
    let text = loaded.diagnostics.rendered()
    return (loaded.value == nil) == loaded.diagnostics.hasErrors && loaded.diagnostics.count <= 102
      && text.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" || $0 == "\t" }
      && (text.isEmpty || text.contains(name))
  }

  @Test("damaged rule files", arguments: [UInt64(1), 2, 3])
  func rules(seed: UInt64) throws {
    let folder = try TemporaryFolder()
    let rules = try ["00-shared", "10-onboarding", "20-quotes", "30-collections"].map {
      Array(try Data(contentsOf: URL(filePath: "\(ExampleTests.root)/rules/\($0).yaml")))
    }
    var random = SeededGenerator(state: seed)
    for _ in 0..<1000 {
      let bytes = mutate(rules.randomElement(using: &random) ?? [], &random)
      try folder.write("a.yaml", bytes: bytes)
      #expect(isSound(RuleSetLoader().load(["\(folder.path)/a.yaml"]), "a.yaml"), "\(bytes)")
    }
  }

  @Test("damaged rule tests, and tests of damaged rules", arguments: [UInt64(7), 8])
  func tests(seed: UInt64) throws {
    let folder = try TemporaryFolder()
    let good = "\(RuleTestEvaluationTests.good)/contract"
    let rules = Array(try Data(contentsOf: URL(filePath: "\(good)/rules.yaml")))
    let tests = Array(try Data(contentsOf: URL(filePath: "\(good)/rules.test.yaml")))
    var random = SeededGenerator(state: seed)
    for round in 0..<500 {
      let isTest = round % 4 != 0
      let bytes = mutate(isTest ? tests : rules, &random)
      try folder.write("a.yaml", bytes: isTest ? rules : bytes)
      try folder.write("a.test.yaml", bytes: isTest ? bytes : tests)
      let report = RuleTests.run(paths: [folder.path])
      #expect(report.diagnostics.count <= 204, "\(bytes)")
      #expect(report.lines().joined().unicodeScalars.allSatisfy { $0.value >= 0x20 }, "\(bytes)")
      #expect(JUnit.xml(report).hasSuffix("</testsuites>\n"))
    }
  }

  @Test("damaged configurations never show the secret that stands in them", arguments: [UInt64(4), 5, 6])
  func configurations(seed: UInt64) throws {
    let folder = try TemporaryFolder()
    try folder.write("rules/a.yaml", ruleFile("a"))
    var text = try String(contentsOfFile: "\(ExampleTests.root)/config.example.yaml", encoding: .utf8)
    text = text.replacing("{ credential: acme-password }", with: "Xq7 Xq7")
    text = text.replacing("{ credential: acme-api-key }", with: "\"Xq7 Xq7\"")
    var random = SeededGenerator(state: seed)
    for _ in 0..<700 {
      let bytes = mutate(Array(text.utf8), &random)
      try folder.write("config.yaml", bytes: bytes)
      let loaded = ConfigurationLoader().load("\(folder.path)/config.yaml")
      #expect(isSound(loaded, "config.yaml"), "\(bytes)")
      // Text that was copied to another part of the file is not known to be a secret there.
      if String(decoding: bytes, as: UTF8.self).split(separator: "Xq7 Xq7", omittingEmptySubsequences: false).count == 3
      {
        #expect(!loaded.diagnostics.rendered().contains("Xq7 Xq7"), "\(String(decoding: bytes, as: UTF8.self))")
      }
    }
  }
}

extension MutationTests {
  @Test("a secret whose key has run into the line above is not shown")
  func joinedLines() throws {
    let folder = try TemporaryFolder()
    var text = try String(contentsOfFile: "\(ExampleTests.root)/config.example.yaml", encoding: .utf8)
    text = text.replacing(
      "acme.example\n      password: { credential: acme-password }", with: "acme.examplsword: Xq7 Xq7")
    #expect(text.contains("Xq7"))
    try folder.write("config.yaml", text)
    let said = ConfigurationLoader().load("\(folder.path)/config.yaml").diagnostics.rendered()
    #expect(said.contains("config.yaml:") && !said.contains("Xq7"))
  }
}

/// A generator with a seed, so that a failure can be repeated (splitmix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
