/// Finds the name of a tenant that a rule's author may have meant.
enum NearestName {
  /// `; did you mean 'Send Welcome Email'?`, or nothing where no name is near.
  static func hint(for name: String, among names: some Sequence<String>) -> String {
    nearest(to: name, among: names).map { "; did you mean '\(LogText.safe($0))'?" } ?? ""
  }

  /// The name with the fewest edits to `name`, if they are few for its length; case does not count.
  static func nearest(to name: String, among names: some Sequence<String>) -> String? {
    let wanted = Array(name.lowercased().unicodeScalars)
    guard wanted.count <= 128 else { return nil }
    let allowed = max(1, wanted.count / 3)
    let ranked = names.filter { $0.utf8.count <= 512 }.map {
      (edits(wanted, Array($0.lowercased().unicodeScalars)), $0)
    }
    return ranked.filter { $0.0 <= allowed }.min { $0 < $1 }?.1
  }

  /// Characters to add, remove or replace.
  private static func edits(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var row = Array(0...right.count)
    for (index, scalar) in left.enumerated() {
      var corner = row[0]
      row[0] = index + 1
      for (column, other) in right.enumerated() {
        let above = row[column + 1]
        row[column + 1] = min(corner + (scalar == other ? 0 : 1), above + 1, row[column] + 1)
        corner = above
      }
    }
    return row[right.count]
  }
}
