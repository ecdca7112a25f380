import Foundation
import Fuzzing
import Testing

@Suite("inputs that a fuzzer kept")
struct CorpusTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Fuzz/Corpus").standardizedFileURL

  @Test("every kept input passes its target's checks", arguments: FuzzTarget.allCases)
  func keptInputs(_ target: FuzzTarget) throws {
    let folder = Self.folder.appending(path: target.rawValue)
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    #expect(files.count >= 5, "a corpus that small tells nothing")
    for file in files { target.run(Array(try Data(contentsOf: file))) }
  }
}
