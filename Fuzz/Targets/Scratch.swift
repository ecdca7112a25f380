import Glibc

/// A file for loaders that read files, gone with its last use.
struct Scratch: ~Copyable {
  let path: String

  /// Makes a file of its own whose name ends in `suffix`, with `bytes` in it.
  init(_ bytes: [UInt8], suffix: String) {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var name = Array("\(folder)/fuzz-XXXXXX\(suffix)".utf8CString)
    let descriptor = mkstemps(&name, Int32(suffix.utf8.count))
    require(descriptor >= 0, "no scratch file: \(errno)")
    path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    require(write(descriptor, bytes, bytes.count) == bytes.count, "the scratch file could not be filled")
    close(descriptor)
  }

  deinit { unlink(path) }
}
