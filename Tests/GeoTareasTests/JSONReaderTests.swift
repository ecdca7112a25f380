import GeoTareas
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
    "refuses what it does not allow, and what no honest server sends",
    arguments: [
      "", " ", "nul", "nulll", "True", "tru", "NaN", "Infinity", "-Infinity", "+1", "01", "-01", "1.", ".5", "1e",
      "1e+",
      "-", "0x10", "1_000", "1 2", "[1,]", "[,1]", "[1 2]", "[", "]", "{", "}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}",
      "{a:1}", "{1:1}", "{'a':1}", "{\"a\":1 \"b\":2}", "{\"a\" 1}", "\"", "\"\\\"", "\"\\x\"", "\"\\u12\"",
      "\"\\u12G4\"", "\"\\uD800\"", "\"\\uDC00\"", "\"\\uD800\\u0041\"", "\"\\uD800\\n\"", "\"\\uDE00\\uD83D\"",
      "\"\\u0000\"", "\"a\nb\"", "\"\t\"", "\"\u{0}\"", "{\"a\":1,\"a\":1}", "{\"a\":1,\"\\u0061\":2}", "[]x",
      "// c\n1",
      "/**/1", "[1]\u{0}", "\u{a0}1", "\u{FEFF}\u{FEFF}1", "[\u{FEFF}]", "'a'", "<html></html>",
    ])
  func refuses(text: String) {
    #expect(throws: JSONError.self) { try json(text) }
  }

  @Test(
    "refuses text that is not UTF-8",
    arguments: [
      [0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
      [0xFF, 0xFE, 0x31, 0x00], [0xFE, 0xFF, 0x00, 0x31], [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22],
      [0x22, 0x5C, 0x6E, 0xFF, 0x22],
    ] as [[UInt8]])
  func refusesEncoding(bytes: [UInt8]) {
    #expect(throws: JSONError.self) { try JSONReader.read(bytes) }
  }

  @Test("a key that stands twice is refused also in a large object", arguments: [2, 15, 16, 17, 18, 200])
  func duplicateAt(count: Int) throws {
    let keys = (0..<count).map { "\"k\($0)\":0" }
    #expect(try json("{" + keys.joined(separator: ",") + "}").members?.count == count)
    for repeated in Set([0, count / 2, count - 1]) {
      #expect(throws: JSONError.self) { try json("{" + keys.joined(separator: ",") + ",\"k\(repeated)\":0}") }
    }
  }

  @Test("an object with very many keys is read, and a key that stands twice in it is found", .timeLimit(.minutes(10)))
  func manyFields() throws {
    let fields = (0..<100_000).map { "\"k\($0)\":0" }.joined(separator: ",")
    #expect(try json("{" + fields + "}").members?.count == 100_000)
    #expect(throws: JSONError.self) { try json("{" + fields + ",\"k99999\":0}") }
  }

  @Test("keys that only look alike are two keys")
  func alikeKeys() throws {
    #expect(try json("{\"\u{e9}\":1,\"e\u{301}\":2}").members?.count == 2)
  }

  @Test("sixty-four levels are read, one more is not, and a hundred thousand do no harm")
  func depth() throws {
    let most = JSONReader.maxDepth
    func nested(_ depth: Int, _ open: String, _ close: String) -> String {
      String(repeating: open, count: depth) + String(repeating: close, count: depth)
    }
    #expect(throws: Never.self) { try json(nested(most, "[", "]")) }
    #expect(throws: JSONError.self) { try json(nested(most + 1, "[", "]")) }
    #expect(throws: JSONError.self) { try json(nested(100_000, "[", "]")) }
    let objects = String(repeating: "{\"a\":", count: most) + "1" + String(repeating: "}", count: most)
    #expect(throws: Never.self) { try json(objects) }
    #expect(throws: JSONError.self) { try json("[" + objects + "]") }
  }

  @Test(
    "long keys and numbers are read up to the limit",
    arguments: [("{\"", JSONReader.maxString, "\":1}"), ("", JSONReader.maxNumber, "")])
  func lengths(before: String, most: Int, behind: String) {
    let content = String(repeating: "1", count: most)
    #expect(throws: Never.self) { try json(before + content + behind) }
    #expect(throws: JSONError.self) { try json(before + content + "1" + behind) }
  }

  @Test("a string beyond the limit is known to be there and no more, and what stands beside it is read")
  func overlong() throws {
    let most = String(repeating: "1", count: JSONReader.maxString)
    #expect(try json("[\"\(most)\"]") == .array([.string(most)]))
    #expect(
      try json("{\"a\":\"\(most)1\",\"b\":\"2\"}")
        == .object([JSONMember("a", .overlong), JSONMember("b", .string("2"))]))
    // It is still read to its end, by the same rules.
    for bad in ["\\u0000", "\\x", "\n", "\\ud800"] {
      #expect(throws: JSONError.self) { try json("\"" + most + "1" + bad + "\"") }
    }
    #expect(throws: JSONError.self) { try json("\"" + most + "1") }
    let written = JSONValue.array([.overlong]).text
    #expect(try json(written) == .array([.object([])]), "never text, null or nothing")
  }

  @Test("a long string made of escapes is measured by what it becomes")
  func escapedLength() throws {
    let escapes = String(repeating: #"\n"#, count: JSONReader.maxString)
    #expect(try json("\"" + escapes + "\"").string?.utf8.count == JSONReader.maxString)
    #expect(try json("\"" + escapes + "\\n\"") == .overlong)
  }

  @Test("the error says where", arguments: [("[1,x]", 3), ("{\"a\":tru}", 5), ("[1", 2), ("1 2", 2)])
  func offsets(text: String, offset: Int) {
    let error = #expect(throws: JSONError.self) { try json(text) }
    #expect(error?.offset == offset)
    #expect(error?.description.contains("byte \(offset)") == true)
  }
}
