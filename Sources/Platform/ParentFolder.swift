extension String {
  /// The folder in which what a path leads to lies: `.` where the path names none.
  package var parentFolder: String {
    guard let slash = lastIndex(of: "/") else { return "." }
    return slash == startIndex ? "/" : String(self[..<slash])
  }
}
