import YAML

extension String {
  /// As a YAML scalar: plain where it can only be read as this text, otherwise in double quotes.
  package var yaml: String {
    let isPlain =
      !isEmpty && utf8.count <= 64
      && utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: " "),
          UInt8(ascii: "/"):
          true
        default: false
        }
      }
    let startsWithLetter = utf8.first.map { $0 >= UInt8(ascii: "A") && $0 != UInt8(ascii: "_") } ?? false
    let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
    guard isPlain, startsWithLetter, utf8.last != UInt8(ascii: " "), !words.contains(lowercased()) else {
      return yamlQuoted
    }
    return self
  }

  /// In double quotes, with everything escaped that YAML would interpret or that would act on a terminal.
  var yamlQuoted: String {
    var out = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      case _ where scalar.actsOnTerminal:
        let hex = String(scalar.value, radix: 16)
        let (mark, length) = scalar.value > 0xFFFF ? ("U", 8) : ("u", 4)
        out += "\\" + mark + String(repeating: "0", count: length - hex.count) + hex
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
