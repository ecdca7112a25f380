import Glibc

/// A file in a folder of its own, for loaders that read files; both are gone with its last use.
struct Scratch: ~Copyable {
  let path: String
  private let folder: String

  /// Makes a file whose name ends in `suffix`, with `bytes` in it.
  init(_ bytes: [UInt8], suffix: String) {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var name = Array("\(parent)/fuzz-XXXXXX".utf8CString)
    require(mkdtemp(&name) != nil, "no scratch folder: \(errno)")
    folder = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    path = "\(folder)/input\(suffix)"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    require(descriptor >= 0, "no scratch file: \(errno)")
    require(write(descriptor, bytes, bytes.count) == bytes.count, "the scratch file could not be filled")
    close(descriptor)
  }

  deinit {
    unlink(path)
    rmdir(folder)
  }
}
