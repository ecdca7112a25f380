import Needs
import Testing

/// What the tests of the programs stand on.
@Suite(.limit(minutes: 10)) struct ChildOutputTests {
  @Test("whoever waits for what is written hears of each change, and of the end of a line that was there")
  func comes() async {
    let output = ChildOutput()
    output.take([UInt8(ascii: "a")])
    let came = await output.comes { text in
      // It comes between a look at the text and the wait for more.
      if text == "a" { output.take([UInt8(ascii: "\n")]) }
      return text == "a\n"
    }
    #expect(came)
  }

  @Test("an end that comes between a look and the wait for more is heard")
  func end() async {
    let output = ChildOutput()
    let came = await output.comes { _ in
      output.finish()
      return false
    }
    #expect(!came)
    let none = await output.first { _ in nil as String? }
    #expect(none?.value == nil)
  }
}
