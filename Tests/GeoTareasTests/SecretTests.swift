import GeoTareas
import Testing

@Suite("Secrets")
struct SecretTests {
  private struct Holder {
    var name = "holder"
    var secret = Secret("hunter2")
    var list = [Secret("hunter2")]
    var optional: Secret? = Secret("hunter2")
  }

  private func dumped(_ value: some Any) -> String {
    var text = ""
    dump(value, to: &text)
    return text
  }

  @Test("a secret shows in no form of printing, alone or inside something else")
  func neverPrinted() {
    let secret = Secret("hunter2")
    let request = RequestBuilder(origin: "https://x", tenant: "x", apiKey: secret)
      .login(email: "a@b", password: secret)
    let header = HTTPRequest.HeaderValue.secret(secret)
    let texts = [
      "\(secret)", String(describing: secret), String(reflecting: secret), dumped(secret), "\(Holder())",
      String(reflecting: Holder()), dumped(Holder()), "\(request)", String(reflecting: request), dumped(request),
      "\(header)", dumped(header), "\([secret])", "\(Optional(secret) as Any)", "\(["k": secret])",
      "\(Mirror(reflecting: secret).children.map { "\($0)" })", "\(secret.prefixed(by: "Bearer "))",
      dumped(RequestBuilder(origin: "https://x", tenant: "x", apiKey: secret)),
    ]
    for text in texts {
      #expect(!text.contains("hunter2"))
      // Nor as the list of its bytes.
      #expect(!text.contains("104") && !text.contains("117, 110"))
    }
    #expect("\(secret)" == "<secret>")
  }

  @Test(
    "only printable ASCII may stand in a header",
    arguments: [
      ("abc ~", true), ("", true), ("a\nb", false), ("a\rb", false), ("a\u{0}", false), ("é", false), ("\u{7f}", false),
    ])
  func headerSafe(text: String, isSafe: Bool) {
    #expect(Secret(text).isHeaderSafe == isSafe)
  }
}
