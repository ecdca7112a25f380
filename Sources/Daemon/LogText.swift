import YAML

/// Makes untrusted text fit for people's eyes: no control characters, no tricks with direction, no endless lines.
///
/// What is never shown as it is, `Unicode.Scalar.actsOnTerminal` says.
package enum LogText {
  /// The most bytes of one value.
  package static let cap = 256

  /// The most bytes of a message: it holds values of others, and advice of ours behind them.
  package static let messageCap = 1024

  /// The most bytes of a message or a value where they may name files of ours: a path is never cut.
  ///
  /// Room for two of the longest, which have 4096, and for words about them.
  package static let pathCap = 9_216

  /// The most bytes of a value and of a message of an event, by its name.
  ///
  /// What others wrote is cut early; events about configuration, rules, secrets, journal and log speak of our files.
  package static func caps(of event: String) -> (value: Int, message: Int) {
    let family = event.prefix { $0 != "." }
    let namesFiles = ["daemon", "journal", "log", "secret", "tls"].contains(family) || event == "tenant.paused"
    return namesFiles ? (pathCap, pathCap) : (cap, messageCap)
  }

  /// The text with control, format and line-separating characters shown as `\u{…}`, cut to `cap` bytes.
  package static func safe(_ text: String, cap: Int = LogText.cap) -> String {
    var out = ""
    var size = 0
    for scalar in text.unicodeScalars {
      let shown = scalar.actsOnTerminal ? shown(scalar) : String(scalar)
      size += shown.utf8.count
      guard size <= cap - 3 else { return out + "…" }
      out += shown
    }
    return out
  }

  /// The whole text, with the same characters shown.
  package static func escaped(_ text: String) -> String { safe(text, cap: .max) }

  private static func shown(_ scalar: Unicode.Scalar) -> String { "\\u{\(String(scalar.value, radix: 16))}" }

  /// The last look at whole lines before they are shown: with the same characters shown, but for line ends and tabs.
  ///
  /// - Parameter keepsColour: Whether the colours of ``TextStyle`` are left as they are; only on a terminal that has them.
  package static func lines(_ text: String, keepsColour: Bool = false) -> String {
    guard text.unicodeScalars.contains(where: { $0.actsOnTerminal && !isLayout($0) }) else { return text }
    var out = ""
    var rest = text.unicodeScalars[...]
    while let scalar = rest.first {
      let colour = keepsColour ? TextStyle.colour(at: rest) : 0
      if colour > 0 {
        out += String(rest.prefix(colour))
      } else {
        out += scalar.actsOnTerminal && !isLayout(scalar) ? shown(scalar) : String(scalar)
      }
      rest = rest.dropFirst(max(1, colour))
    }
    return out
  }

  private static func isLayout(_ scalar: Unicode.Scalar) -> Bool { scalar == "\n" || scalar == "\t" }

  /// JSON text with the same characters as `\uXXXX`: they stand in its strings only, so that it is the same value.
  ///
  /// Line ends stay as they are; in JSON none stands in a string.
  package static func json(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.actsOnTerminal && $0 != "\n" }) else { return text }
    var out = ""
    for scalar in text.unicodeScalars {
      guard scalar.actsOnTerminal, scalar != "\n" else {
        out.unicodeScalars.append(scalar)
        continue
      }
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return out
  }
}
