import GeoTareas

/// An id as a segment of a path: refused, or one segment that cannot climb, end the path or begin a query.
enum PathsInput {
  private static let safe = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%".utf8)

  static func run(_ bytes: [UInt8]) {
    let id = TaskID(String(decoding: bytes, as: UTF8.self))
    let builder = RequestBuilder(origin: "https://x.example", tenant: "x.example", apiKey: Secret("key"))
    let request = builder.request(for: .write(id, .reassign(to: .user(id: "1"), comment: nil)), token: Secret("token"))
    guard let segment = id.pathSegment else { return require(request == nil, "a request for an id that is refused") }
    require(segment.utf8.allSatisfy { safe.contains($0) }, "'\(segment)' has bytes that are not escaped")
    require(segment != "." && segment != "..", "a segment that climbs")
    require(decoded(segment) == Array(id.rawValue.utf8), "'\(segment)' leads to another task")
    require(
      request?.url == "https://x.example/apidev/v1/workflow/tasks/\(segment)/reassign", "the address is not the task's")
  }

  private static func decoded(_ segment: String) -> [UInt8] {
    var out: [UInt8] = []
    var rest = Array(segment.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        out.append(byte)
        continue
      }
      let hex = String(decoding: rest.prefix(2), as: UTF8.self)
      rest = rest.dropFirst(2)
      out.append(UInt8(hex, radix: 16) ?? 0)
    }
    return out
  }
}
