import Foundation
import Glibc
import YAML

/// Reads files and lists folders for a load.
enum FileReader {
  /// Why a file could not be read, for people.
  struct Problem: Error {
    var message: String
  }

  /// The kinds of things at a path.
  enum Kind {
    case file, folder, other, missing
  }

  static func kind(of path: String) -> Kind {
    var status = stat()
    guard stat(path, &status) == 0 else { return .missing }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .other
    }
  }

  /// The whole of a regular file, or one byte more than a YAML file may have.
  ///
  /// No pipe or device can stall a load.
  ///
  /// - Parameter judge: Called with the status of the file that was opened.
  static func bytes(
    of path: String, as what: String = "a YAML file", judge: (stat) -> Void = { _ in }
  ) throws(Problem) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw problem("cannot read the file", errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw problem("cannot read the file", errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw Problem(message: "not a file; expected \(what)") }
    judge(status)
    let limit = Document.largestFile + 1
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while bytes.count < limit {
      let count = read(descriptor, &buffer, min(buffer.count, limit - bytes.count))
      if count == 0 { break }
      if count < 0 {
        if errno == EINTR { continue }
        throw problem("cannot read the file", errno)
      }
      bytes += buffer[..<count]
    }
    return bytes
  }

  /// Why the file contains no readable certificate; nil when it contains one.
  static func problem(withAuthorities path: String) -> String? {
    do throws(Problem) {
      let bytes = try bytes(of: path, as: "a file of certificates")
      if bytes.isEmpty { return "the file is empty" }
      let text = String(decoding: bytes, as: UTF8.self)
      let holdsOne = ["", "X509 ", "TRUSTED "].contains { text.contains("-----BEGIN \($0)CERTIFICATE-----") }
      return holdsOne ? nil : "no certificate is in the file"
    } catch { return error.message }
  }

  /// The paths of the files in a folder and its sub-folders, in the order of their bytes, without dot files.
  static func files(in folder: String) throws(Problem) -> [String] {
    var found: [String] = []
    try collect(folder, depth: 0, into: &found)
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func collect(_ folder: String, depth: Int, into found: inout [String]) throws(Problem) {
    guard depth <= 16 else {
      throw Problem(message: "the folder is nested more than 16 deep; is there a link to a folder above it?")
    }
    guard let directory = opendir(folder) else {
      throw problem("cannot read the folder \(folder.quotedPath)", errno)
    }
    defer { closedir(directory) }
    let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
    while let entry = readdir(directory) {
      // An entry is only as long as its name, so it must not be copied as a whole.
      let start = UnsafeRawPointer(entry) + nameOffset
      let name = String(cString: start.assumingMemoryBound(to: CChar.self))
      guard !name.hasPrefix(".") else { continue }
      let path = "\(folder)/\(name)"
      switch kind(of: path) {
      case .folder: try collect(path, depth: depth + 1, into: &found)
      case .file, .other, .missing: found.append(path)
      }
    }
  }

  private static func problem(_ what: String, _ code: Int32) -> Problem {
    Problem(message: "\(what): \(String(cString: strerror(code)).lowercased())")
  }
}
