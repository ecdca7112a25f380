import Daemon
import Foundation
import GeoTareas
import Log
import Testing

@Suite("Text on its way out") struct SecretFilterTests {
  private static let secret = "Pä\"ss\\w+r/d%42"

  private func filter() -> SecretFilter {
    let filter = SecretFilter()
    filter.learn(Secret(Self.secret))
    return filter
  }

  @Test("is left as it is where no secret is in it, and where none is known")
  func nothing() {
    for text in ["", "Pä", "a longer text with Pä\"ss\\w+r/d%4 and no more", String(repeating: "P", count: 1_000)] {
      #expect(filter().cleaned(text) == text)
      #expect(SecretFilter().cleaned(text + Self.secret) == text + Self.secret)
    }
  }

  @Test("has every secret replaced, as often as it is there")
  func plain() {
    #expect(filter().cleaned(Self.secret) == "<secret>")
    #expect(filter().cleaned("P\(Self.secret)\(Self.secret), \(Self.secret)!") == "P<secret><secret>, <secret>!")
  }

  @Test("has it replaced in JSON and percent-encoded")
  func encoded() throws {
    let json = String(decoding: try JSONEncoder().encode([Self.secret]), as: UTF8.self)
    #expect(json.contains("\\/") && filter().cleaned(json) == "[\"<secret>\"]")
    #expect(filter().cleaned(json.replacing("\\/", with: "\\u002F")) == "[\"<secret>\"]")
    let percent = try #require(Self.secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
    #expect(filter().cleaned("a=\(percent)&b") == "a=<secret>&b")
    let lower = percent.replacing(/%[0-9A-F]{2}/) { $0.output.lowercased() }
    #expect(lower != percent && filter().cleaned(lower) == "<secret>")
  }

  @Test("has it replaced in base64, whatever stands before and behind it", arguments: 0...5, 0...3)
  func base64(before: Int, behind: Int) {
    let whole = String(repeating: "u", count: before) + Self.secret + String(repeating: "z", count: behind)
    for isForURLs in [false, true] {
      var text = Data(whole.utf8).base64EncodedString()
      if isForURLs { text = text.replacing("+", with: "-").replacing("/", with: "_") }
      let cleaned = filter().cleaned(text)
      #expect(cleaned.contains("<secret>"), "\(text)")
      // At most a character on each side is left, of which the secret decides some bits.
      #expect(cleaned.utf8.count <= (before + behind + 4) * 4 / 3 + "<secret>".utf8.count + 4, "\(cleaned)")
    }
  }

  @Test("is searched for the latest of many tokens, and for lasting secrets always")
  func passing() {
    let filter = filter()
    for number in 0..<5_000 { filter.learn(Secret("token-\(number)-end"), passes: true) }
    #expect(filter.cleaned("token-4999-end \(Self.secret)") == "<secret> <secret>")
    #expect(filter.cleaned("token-904-end token-903-end") == "<secret> token-903-end")
  }

  @Test("of a thousand tenants every secret is found, the longer one where one begins as another")
  func many() {
    let filter = SecretFilter()
    for number in 0..<1_000 {
      filter.learn(Secret("password-\(number)"))
      filter.learn(Secret("key/\(number)/of-tenant"))
    }
    for number in 0..<1_000 {
      let text = "it said password-\(number), key\\/\(number)\\/of-tenant and key%2f\(number)%2Fof-tenant"
      #expect(filter.cleaned(text) == "it said <secret>, <secret> and <secret>")
    }
  }

  @Test("is not taken apart by a secret that is hardly one")
  func short() {
    let filter = SecretFilter()
    for text in ["", "a", "abc"] { filter.learn(Secret(text)) }
    #expect(filter.cleaned("an abcissa") == "an abcissa")
  }
}
