import YAML

/// Makes untrusted text safe to show: no control characters, no tricks with text direction, no endless lines.
///
/// `Unicode.Scalar.actsOnTerminal` decides what is never shown as it is.
package enum LogText {
  /// The most bytes of one value.
  package static let cap = 256

  /// The most bytes of a message, which contains values of others and then advice of ours.
  package static let messageCap = 1024

  /// The most bytes of a message or a value that may name files of ours, because a path is never cut.
  ///
  /// There is room for two of the longest paths (4096 bytes each) and for words about them.
  package static let pathCap = 9_216

  /// The most bytes of a value and of a message, by the name of the event.
  ///
  /// What others wrote is cut early. Events about configuration, rules, secrets, journal and log name our own files.
  package static func caps(of event: String) -> (value: Int, message: Int) {
    let family = event.prefix { $0 != "." }
    let namesFiles =
      ["daemon", "journal", "log", "notify", "ping", "secret", "tls"].contains(family) || event == "tenant.paused"
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

  /// The whole text, with these characters shown.
  package static func escaped(_ text: String) -> String { safe(text, cap: .max) }

  private static func shown(_ scalar: Unicode.Scalar) -> String { "\\u{\(String(scalar.value, radix: 16))}" }

  /// Whole lines with these characters shown, except line ends and tabs; the last step before they are printed.
  ///
  /// - Parameter keepsColour: Whether the colours of ``TextStyle`` stay as they are; only on a terminal with colours.
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

  /// JSON text with these characters as `\uXXXX`; they occur only in its strings, so the value stays the same.
  ///
  /// Line ends stay as they are, because JSON has none inside a string.
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
