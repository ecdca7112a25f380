import GeoTareas
import JSON

/// Any bytes as JSON: refused for their structure, or read so that what is odd costs itself only.
enum JSONInput {
  private static let most = JSONReader.maxDepth

  static func run(_ bytes: [UInt8]) {
    let json = try? JSONReader.read(bytes)
    if let json { check(json) }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return }
    // What is too deep to be read is told apart from what has no structure just as what is read.
    let list = [UInt8(ascii: "[")] + bytes + [UInt8(ascii: "]")]
    let high = try? JSONReader.read(list)
    // The bytes may close what is around them, and open it again: in lists they must go on otherwise than in objects.
    let isDeep = holds(list, in: "[", "]") && holds(list, in: "{\"a\":", "}")
    require((high != nil) == isDeep, "a structure holds at the top or deep down, and not in both places")
    require(json == nil || high != nil, "in a list it is refused")
    // In an object it costs itself, and nothing beside it.
    let beside = try? JSONReader.read(Array("{\"odd\":".utf8) + bytes + Array(",\"id\":\"1\"}".utf8))
    if let json {
      require(beside?["id"] == .string("1"), "what stands beside it is not read")
      if depth(of: json) < most { require(beside?["odd"] == json, "inside an object it is something else") }
    }
    checkString(bytes)
  }

  /// Whether bytes have a structure where they stand as deep as nothing is read.
  private static func holds(_ bytes: [UInt8], in opening: String, _ closing: String) -> Bool {
    let (before, behind) = (String(repeating: opening, count: most), String(repeating: closing, count: most))
    return (try? JSONReader.read(Array(before.utf8) + bytes + Array(behind.utf8))) != nil
  }

  private static func check(_ json: JSONValue) {
    guard let again = try? JSONReader.read(json.bytes) else { return require(false, "what is written cannot be read") }
    require(again == json, "written and read again, it is something else")
    require(json.bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7f }, "a control character is written as it is")
    inspect(json)
  }

  private static func inspect(_ json: JSONValue) {
    switch json {
    case .unreadable:
      require(!json.isWhole && !json.isNull, "what is unreadable passes for something")
      require(
        json.string == nil && json.bool == nil && json.array == nil && json.members == nil,
        "what is unreadable can be read")
    case .string(let text):
      require(text.utf8.count <= JSONReader.maxString && !text.utf8.contains(0), "a text that should be unreadable")
    case .number(let digits): require(digits.utf8.count <= JSONReader.maxNumber, "a number that should be unreadable")
    case .array(let values): for value in values { inspect(value) }
    case .object(let members):
      require(Set(members.map { Array($0.key.utf8) }).count == members.count, "a key stands twice")
      for member in members {
        if member.key == JSONMember.unreadableKey { require(member.value == .unreadable, "a value without a key") }
        inspect(member.value)
      }
    case .null, .bool: break
    }
  }

  /// Between quotes, and without any of them, all bytes are one string.
  private static func checkString(_ bytes: [UInt8]) {
    let inner = bytes.filter { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    let quoted = [UInt8(ascii: "\"")] + inner + [UInt8(ascii: "\"")]
    guard let json = try? JSONReader.read(quoted) else { return require(false, "a string is refused") }
    guard let text = json.string else { return require(json == .unreadable, "a string is read as something else") }
    require(Array(text.utf8) == inner, "a string is read as another one")
  }

  private static func depth(of json: JSONValue) -> Int {
    switch json {
    case .array(let values): (values.map { depth(of: $0) }.max() ?? 0) + 1
    case .object(let members): (members.map { depth(of: $0.value) }.max() ?? 0) + 1
    case .null, .bool, .number, .string, .unreadable: 0
    }
  }
}
