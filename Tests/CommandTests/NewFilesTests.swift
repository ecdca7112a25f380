import Foundation
import Glibc
import Platform
import Testing

/// Files that are made together or not at all.
struct NewFilesTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "new-files-\(UUID().uuidString)").path

  private func inFolder(_ body: (String) throws -> Void) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  private func names(_ path: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: path).sorted()
  }

  @Test("where one of them cannot be made, none is left, nor a folder that was made for them")
  func together() throws {
    try inFolder { folder in
      let files = NewFiles(
        folders: [.init(folder + "/one", mode: 0o755)],
        files: [
          .init(folder + "/one/a", [1], mode: 0o600), .init(folder + "/b", [2], mode: 0o600),
          .init(folder + "/none/c", [3], mode: 0o600),
        ])
      #expect(throws: NewFiles.Failure.self) { try files.make() }
      let left = try names(folder)
      #expect(left.isEmpty)
    }
  }

  @Test("a file that somebody made meanwhile stays as it is, and the others are not made")
  func meanwhile() throws {
    try inFolder { folder in
      try Data("mine".utf8).write(to: URL(filePath: folder + "/b"))
      let files = NewFiles(
        folders: [],
        files: [
          .init(folder + "/a", [1], mode: 0o600), .init(folder + "/b", [2], mode: 0o600, fillsEmpty: true),
        ])
      #expect(files.obstacles == [folder + "/b"])
      #expect(throws: NewFiles.Failure.self) { try files.make() }
      #expect(try names(folder) == ["b"])
      #expect(try Data(contentsOf: URL(filePath: folder + "/b")) == Data("mine".utf8))
    }
  }

  @Test("each has the rights that were asked for, and one takes the place of an empty file")
  func made() throws {
    try inFolder { folder in
      try Data().write(to: URL(filePath: folder + "/b"))
      let files = NewFiles(
        folders: [.init(folder + "/deep", mode: 0o700)],
        files: [
          .init(folder + "/deep/a", [1, 2], mode: 0o400), .init(folder + "/b", [3], mode: 0o644, fillsEmpty: true),
        ])
      #expect(files.obstacles.isEmpty)
      try files.make()
      #expect(try names(folder) == ["b", "deep", "deep/a"])
      for (name, mode, bytes) in [("deep/a", 0o400, [1, 2]), ("b", 0o644, [3])] as [(String, mode_t, [UInt8])] {
        var info = stat()
        #expect(stat(folder + "/" + name, &info) == 0 && info.st_mode & 0o7777 == mode)
        #expect(try Data(contentsOf: URL(filePath: folder + "/" + name)) == Data(bytes))
      }
    }
  }

  @Test("where a later one cannot be made, an empty file that was there is there again, and empty")
  func emptyAgain() throws {
    try inFolder { folder in
      try Data().write(to: URL(filePath: folder + "/a"))
      try Data("mine".utf8).write(to: URL(filePath: folder + "/b"))
      let files = NewFiles(
        folders: [],
        files: [.init(folder + "/a", [1], mode: 0o600, fillsEmpty: true), .init(folder + "/b", [2], mode: 0o600)])
      #expect(throws: NewFiles.Failure.self) { try files.make() }
      #expect(try names(folder) == ["a", "b"])
      #expect(try Data(contentsOf: URL(filePath: folder + "/a")).isEmpty)
      #expect(try Data(contentsOf: URL(filePath: folder + "/b")) == Data("mine".utf8))
    }
  }

  @Test("on a file system without links a file gets its name all the same", arguments: [EPERM, ENOSYS, EOPNOTSUPP])
  func withoutLinks(_ code: Int32) throws {
    try inFolder { folder in
      func give(_ name: String) throws {
        try Data([1]).write(to: URL(filePath: folder + "/new"))
        try giveName(folder + "/" + name, to: folder + "/new") { _, _ in
          errno = code
          return -1
        }
      }
      try give("a")
      #expect(try names(folder) == ["a"])
      #expect(throws: SystemFailure(EEXIST)) { try give("a") }
      try FileManager.default.createSymbolicLink(atPath: folder + "/b", withDestinationPath: "nowhere")
      #expect(throws: SystemFailure(EEXIST)) { try give("b") }
      #expect(try names(folder) == ["a", "b", "new"])
    }
  }

  @Test("what link(2) says otherwise is said, and no file is renamed", arguments: [EEXIST, ENOSPC, EACCES])
  func linkFails(_ code: Int32) throws {
    try inFolder { folder in
      try Data([1]).write(to: URL(filePath: folder + "/new"))
      #expect(throws: SystemFailure(code)) {
        try giveName(folder + "/a", to: folder + "/new") { _, _ in
          errno = code
          return -1
        }
      }
      #expect(try names(folder) == ["new"])
    }
  }
}
