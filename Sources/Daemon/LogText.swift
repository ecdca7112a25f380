/// Makes untrusted text fit for a log: no control characters, no tricks with direction, no endless lines.
package enum LogText {
  /// The most bytes of one value.
  package static let cap = 256

  /// The most bytes of a message: it holds values of others, and advice of ours behind them.
  package static let messageCap = 1024

  /// The most bytes of a message or a value where they may name files of ours: a path is never cut. Room for two of the
  /// longest, which have 4096, and for words about them.
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
      let shown = isUnsafe(scalar) ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
      size += shown.utf8.count
      guard size <= cap - 3 else { return out + "…" }
      out += shown
    }
    return out
  }

  /// The whole text, with the same characters shown.
  package static func escaped(_ text: String) -> String { safe(text, cap: .max) }

  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
    default: false
    }
  }
}
