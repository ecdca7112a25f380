import Testing
import YAML

@Suite struct ScalarTests {
  static let plain: [(text: String, meaning: Scalar.Meaning)] = [
    ("", .null), ("~", .null), ("null", .null), ("Null", .null), ("nULL", .text("nULL")),
    ("true", .boolean(true)), ("False", .boolean(false)), ("tRue", .text("tRue")),
    ("yes", .ambiguous("yes")), ("No", .ambiguous("No")), ("ON", .ambiguous("ON")), ("off", .ambiguous("off")),
    ("y", .text("y")), ("0", .integer("0")), ("-12", .integer("-12")), ("+7", .integer("+7")),
    ("007", .integer("007")), ("0o17", .integer("0o17")), ("0x1f", .integer("0x1f")), ("0x", .text("0x")),
    ("0o8", .text("0o8")), ("-", .text("-")), ("1.5", .float("1.5")), (".5", .float(".5")), ("5.", .float("5.")),
    ("1e3", .float("1e3")), ("1e", .text("1e")), ("-.inf", .float("-.inf")), (".NaN", .float(".NaN")),
    ("-.nan", .text("-.nan")), (".", .text(".")), ("1.2.3", .text("1.2.3")), ("09:00", .text("09:00")),
    ("1_000", .text("1_000")), ("2026-01-01", .text("2026-01-01")), ("30s", .text("30s")), ("é", .text("é")),
    ("١٢", .text("١٢")),
  ]

  @Test("a plain scalar has the type of the YAML 1.2 core schema", arguments: plain)
  func core(text: String, meaning: Scalar.Meaning) {
    #expect(Scalar(text, style: .plain).meaning == meaning)
  }

  @Test("a quoted scalar is text whatever it looks like", arguments: plain)
  func quoted(text: String, meaning: Scalar.Meaning) {
    #expect(Scalar(text, style: .quoted).meaning == .text(text))
  }
}
