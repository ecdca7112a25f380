import Sandbox
import Testing

@Suite struct JSONTests {
  @Test(
    "a value is written as it was read",
    arguments: [
      #"{"a":[true,false,null],"b":1.25,"c":"x\ny\"\\"}"#, "[0,-1.5,12345678901234567890.25]", #""é😀""#, "[]", "{}",
      "123456789012345678901234567890",
    ])
  func roundTrip(text: String) throws {
    #expect(try SandboxJSON(parsing: Array(text.utf8)).text == text)
  }

  @Test("a number is its value, and members come in the order of their names")
  func canonical() throws {
    let value = try SandboxJSON(parsing: Array(#"{"b":1.50,"a":1E+2,"c":0.10}"#.utf8))
    #expect(value.text == #"{"a":100,"b":1.5,"c":0.1}"#)
  }

  @Test("escapes are read, surrogate pairs included")
  func escapes() throws {
    let value = try SandboxJSON(parsing: Array(#""\u00e9\ud83d\ude00\/\b\t""#.utf8))
    #expect(value == "é😀/\u{8}\t")
  }

  @Test(
    "what is not JSON is refused",
    arguments: [
      "", " ", "{", "[1", "{\"a\"}", "{a:1}", "01", "-", "1.", ".5", "1e", "+1", "tru", "\"\\x\"", "\"\\u12\"",
      "\"\\ud800x\"", "\"\\udc00\"", "\"a", "[1]]", "{\"a\":1 \"b\":2}", "NaN",
    ])
  func refused(text: String) {
    #expect(throws: SandboxJSONError.self) { try SandboxJSON(parsing: Array(text.utf8)) }
  }
}
