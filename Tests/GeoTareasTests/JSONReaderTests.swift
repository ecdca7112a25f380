import GeoTareas
import JSON
import Needs
import Testing

@Suite("JSON reader")
struct JSONReaderTests {
  @Test(
    "accepts what RFC 8259 allows",
    arguments: [
      ("null", JSONValue.null), (" \t\r\n true ", .bool(true)), ("false", .bool(false)), ("0", .number("0")),
      ("-0", .number("-0")), ("-0.0e-0", .number("-0.0e-0")), ("1E+400", .number("1E+400")),
      ("18446744073709551617", .number("18446744073709551617")), ("\"\"", .string("")), ("[]", .array([])),
      ("{}", .object([])), ("[ ]", .array([])), ("{ }", .object([])),
      ("[1,[2]]", .array([.number("1"), .array([.number("2")])])),
      (#"{"a":1,"A":2}"#, .object([JSONMember("a", .number("1")), JSONMember("A", .number("2"))])),
      (#"{"":null}"#, .object([JSONMember("", .null)])), (#""\u0041\u00e9\u20AC""#, .string("Aé€")),
      (#""\uD83D\uDE00""#, .string("😀")), (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{c}\n\r\t")),
      ("\"\u{7f}\u{2028}é\"", .string("\u{7f}\u{2028}é")), ("\u{FEFF}[]", .array([])),
    ])
  func accepts(text: String, expected: JSONValue) throws {
    #expect(try json(text) == expected)
  }

  @Test(
    "a text whose structure is broken is refused as a whole",
    arguments: [
      "", " ", "1 2", "[1,]", "[,1]", "[1 2]", "[", "]", "{", "}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}",
      "{1:1}",
      "{'a':1}", "{\"a\":1 \"b\":2}", "{\"a\" 1}", "\"", "\"\\\"", "\"\\", "\"\\u", "\"\\uD800", "\"\u{0}", "[]x",
      "// c\n1",
      "/**/1", "[1]\u{0}", "\u{a0}1", "\u{FEFF}\u{FEFF}1", "[\u{FEFF}]", "'a'", "<html></html>", "[1}", "{\"a\":1]",
      "∞",
      "{\"a\":tru", "[NaN,]", "[\"\\ud83d\",]", "{\"a\\ud83d\" 1}", "NaN NaN", "{\"a\":1,\"a\":1",
    ])
  func refuses(text: String) {
    #expect(throws: JSONError.self) { try json(text) }
  }

  @Test(
    "a word or number that JSON does not have is unreadable, and costs nothing beside it",
    arguments: [
      "nul", "nulll", "True", "tru", "None", "undefined", "NaN", "Infinity", "-Infinity", "+1", "01", "-01", "1.", ".5",
      "1e", "1e+", "-", "--1", "0x10", "1_000", "1.2.3", "1e5e5", "2026-11-29",
    ])
  func oddWords(word: String) throws {
    #expect(try json(word) == .unreadable)
    #expect(try json("[1,\(word) ,true]") == .array([.number("1"), .unreadable, .bool(true)]))
    #expect(
      try json("{\"a\":\(word),\"b\":2}") == .object([JSONMember("a", .unreadable), JSONMember("b", .number("2"))]))
  }

  /// What stands between the quotes of a string, as bytes.
  static let notTexts: [[UInt8]] =
    [
      "\\uD83D", "Caf\\ud83d", "\\uDC00", "\\uD800\\u0041", "\\uD800\\n", "\\uDE00\\uD83D", "\\uD83D\\uD83D\\uDE00",
      "\\uD800\\u", "\\uD83D\\\"", "\\u0000", "a\\u0000b", "\\x", "\\\u{e9}", "\\u12", "\\u12G4", "\\u", "a\nb", "\t",
      "\u{0}",
      "\u{1f}", "a\nb\\\"c", "\\u005",
    ].map { Array($0.utf8) } + [
      [0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x5C, 0x6E, 0xFF], [0x5C, 0xFF],
      [0x43, 0x61, 0x66, 0xE9], [0x80],
    ]

  @Test("a string that is no text is unreadable as a value and as a key, up to its end", arguments: notTexts)
  func oddTexts(text: [UInt8]) throws {
    let quoted = Array("\"".utf8) + text + Array("\"".utf8)
    #expect(try JSONReader.read(quoted) == .unreadable)
    let value = Array("{\"a\":".utf8) + quoted + Array(",\"b\":\"2\"}".utf8)
    #expect(
      try JSONReader.read(value) == .object([JSONMember("a", .unreadable), JSONMember("b", .string("2"))]))
    let key = Array("{".utf8) + quoted + Array(":1,\"b\":\"2\"}".utf8)
    #expect(
      try JSONReader.read(key)
        == .object([JSONMember(JSONMember.unreadableKey, .unreadable), JSONMember("b", .string("2"))]))
  }

  @Test(
    "text in another encoding is refused",
    arguments: [[0xFF, 0xFE, 0x31, 0x00], [0xFE, 0xFF, 0x00, 0x31]] as [[UInt8]])
  func refusesEncoding(bytes: [UInt8]) {
    #expect(throws: JSONError.self) { try JSONReader.read(bytes) }
  }

  @Test("a member whose key stands twice is unreadable, also in a large object", arguments: [2, 15, 16, 17, 18, 200])
  func duplicateAt(count: Int) throws {
    let keys = (0..<count).map { "\"k\($0)\":0" }
    #expect(try json("{" + keys.joined(separator: ",") + "}").members?.count == count)
    for repeated in Set([0, count / 2, count - 1]) {
      let twice = try json("{" + keys.joined(separator: ",") + ",\"k\(repeated)\":0,\"\\u006b\(repeated)\":0,\"z\":0}")
      let expected = (0..<count).map { JSONMember("k\($0)", $0 == repeated ? .unreadable : .number("0")) }
      #expect(twice == .object(expected + [JSONMember("z", .number("0"))]))
    }
  }

  @Test("an object with very many keys is read, and keys that stand twice in it are found", .limit(minutes: 10))
  func manyFields() throws {
    let fields = (0..<100_000).map { "\"k\($0)\":0" }.joined(separator: ",")
    #expect(try json("{" + fields + "}").members?.count == 100_000)
    let twice = try #require(try json("{\(fields),\(fields)}").members)
    #expect(twice.count == 100_000 && twice.allSatisfy { $0.value == .unreadable })
  }

  @Test("keys that only look alike are two keys")
  func alikeKeys() throws {
    #expect(try json("{\"\u{e9}\":1,\"e\u{301}\":2}").members?.count == 2)
  }

  private static func nested(_ depth: Int, _ open: String, _ close: String, around inner: String = "") -> String {
    String(repeating: open, count: depth) + inner + String(repeating: close, count: depth)
  }

  @Test("sixty-four levels are read, what is deeper is unreadable by itself, and a hundred thousand do no harm")
  func depth() throws {
    let most = JSONReader.maxDepth
    var whole: JSONValue = .array([])
    for _ in 1..<most { whole = .array([whole]) }
    var cut: JSONValue = .unreadable
    for _ in 0..<most { cut = .array([cut]) }
    #expect(try json(Self.nested(most, "[", "]")) == whole)
    #expect(try json(Self.nested(most + 1, "[", "]")) == cut)
    #expect(try json(Self.nested(100_000, "[", "]")) == cut)
    let deep = Self.nested(100_000, "{\"a\":", "}", around: "[1,{},[ ],{\"b\":NaN , \"c\":\"\\ud83d}\"}, true]")
    let row = try json("{\"deep\":\(deep),\"id\":\"1\"}")
    #expect(row["id"] == .string("1"))
    #expect(row["deep"]?["a"]?["a"]?.isWhole == false)
  }

  @Test(
    "what is too deep to be read must have its structure all the same",
    arguments: [
      "[1,]", "[,1]", "{\"a\"}", "{\"a\":1,}", "{1:1}", "[1}", "{\"a\":1]", "[1 2]", "[\"a]", "{\"a\":}", "[<]",
    ])
  func depthOfBroken(broken: String) {
    for depth in [JSONReader.maxDepth, 1_000] {
      #expect(throws: JSONError.self) { try json(Self.nested(depth, "[", "]", around: broken)) }
    }
  }

  @Test("a number or key beyond the limit is unreadable, and what stands beside it is read")
  func lengths() throws {
    let number = String(repeating: "1", count: JSONReader.maxNumber)
    #expect(try json("[\(number),\(number)1,2]") == .array([.number(number), .unreadable, .number("2")]))
    let key = String(repeating: "k", count: JSONReader.maxString)
    #expect(
      try json("{\"\(key)\":1,\"\(key)k\":2,\"a\":3}")
        == .object([
          JSONMember(key, .number("1")), JSONMember(JSONMember.unreadableKey, .unreadable),
          JSONMember("a", .number("3")),
        ]))
  }

  @Test("a string beyond the limit is known to be there and no more, and what stands beside it is read")
  func overlong() throws {
    let most = String(repeating: "1", count: JSONReader.maxString)
    #expect(try json("[\"\(most)\"]") == .array([.string(most)]))
    #expect(
      try json("{\"a\":\"\(most)1\",\"b\":\"2\"}")
        == .object([JSONMember("a", .unreadable), JSONMember("b", .string("2"))]))
    for odd in ["\\u0000", "\\x", "\n", "\\ud800", "\\\""] {
      #expect(try json("\"" + most + "1" + odd + "\"") == .unreadable)
    }
    #expect(throws: JSONError.self) { try json("\"" + most + "1") }
  }

  @Test("what is unreadable is no text, no number, no list and not null, and stays so when it is written and read")
  func unreadable() throws {
    let value = try json("{\"a\":NaN,\"b\\u0000\":1,\"c\":[\"\\ud83d\",1]}")
    let odd = try #require(value["a"])
    #expect(odd.string == nil && odd.bool == nil && odd.array == nil && odd.members == nil && !odd.isNull)
    #expect(!odd.isWhole && !value.isWhole && value["c"]?.isWhole == false)
    #expect(try json("{\"a\":[1,null,{\"b\":\"\"}]}").isWhole)
    #expect(try json(value.text) == value)
    #expect(value.text == #"{"a":"\u0000","\u0000":"\u0000","c":["\u0000",1]}"#)
  }

  @Test("a long string made of escapes is measured by what it becomes")
  func escapedLength() throws {
    let escapes = String(repeating: #"\n"#, count: JSONReader.maxString)
    #expect(try json("\"" + escapes + "\"").string?.utf8.count == JSONReader.maxString)
    #expect(try json("\"" + escapes + "\\n\"") == .unreadable)
  }

  @Test("the error says where", arguments: [("[1,<]", 3), ("{\"a\":tru;}", 8), ("[1", 2), ("1 2", 2)])
  func offsets(text: String, offset: Int) {
    let error = #expect(throws: JSONError.self) { try json(text) }
    #expect(error?.offset == offset)
    #expect(error?.description.contains("byte \(offset)") == true)
  }
}
