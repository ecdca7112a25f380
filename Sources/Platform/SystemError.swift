import Glibc

/// The text of an error number of the system, such as "Permission denied"; without the thread-unsafe strerror(3).
///
/// - Parameter code: the number; by default that of the call before.
package func systemError(_ code: Int32 = errno) -> String {
  withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
    guard let start = buffer.baseAddress else { return "error \(code)" }
    return strerror_r(code, start, 256) == 0 ? String(cString: start) : "error \(code)"
  }
}

/// A call of the system that has failed.
package struct SystemFailure: Error, Equatable, CustomStringConvertible {
  /// The error number.
  package var code: Int32
  /// The file it was about, where whoever hears of it could not know.
  package var path: String?

  /// - Parameter code: The error number; by default that of the call before.
  package init(_ code: Int32 = errno, at path: String? = nil) {
    self.code = code
    self.path = path
  }

  package var description: String { (path.map { "\($0): " } ?? "") + systemError(code) }
}
