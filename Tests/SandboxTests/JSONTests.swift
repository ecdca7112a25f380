import Sandbox
import Testing

@Suite struct JSONTests {
  @Test(
    "a value is written as it was read",
    arguments: [
      #"{"b":1.500,"a":[true,false,null],"c":"x\ny\"\\"}"#, "[-0.0,1e10,1E+2]", #""é😀""#, "[]", "{}",
      "123456789012345678901234567890",
    ])
  func roundTrip(text: String) throws {
    #expect(try SandboxJSON(parsing: Array(text.utf8)).text == text)
  }

  @Test("escapes are read, surrogate pairs included")
  func escapes() throws {
    let value = try SandboxJSON(parsing: Array(#""\u00e9\ud83d\ude00\/\b\t""#.utf8))
    #expect(value == "é😀/\u{8}\t")
  }

  @Test(
    "what is not JSON is refused",
    arguments: [
      "", " ", "{", "[1,]", "{\"a\"}", "{a:1}", "01", "-", "1.", ".5", "1e", "+1", "tru", "\"\\x\"", "\"\\u12\"",
      "\"\\ud800x\"", "\"\\udc00\"", "\"a", "[1]]", "{\"a\":1 \"b\":2}", "{\"a\":1,\"a\":1}", "NaN",
    ])
  func refused(text: String) {
    #expect(throws: SandboxJSONError.self) { try SandboxJSON(parsing: Array(text.utf8)) }
  }
}
