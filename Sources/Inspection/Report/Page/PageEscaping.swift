import Mustache

/// How text becomes part of the page: for every value, wherever it stands.
///
/// The library's own escaping looks at whole characters, and a quotation mark with an accent over it is another
/// character than a quotation mark; a browser sees the mark. So this one looks at the scalars that the browser sees.
struct PageEscaping: MustacheContentType {
  /// The name by which the template asks for it.
  static let name = "CAPATAZ"

  /// Makes the name known to the library; every template is read after that.
  static let isKnown: Bool = {
    MustacheContentTypes.register(PageEscaping(), named: name)
    return true
  }()

  func escapeText(_ text: String) -> String {
    var out = ""
    out.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      case "\t", "\n": out.unicodeScalars.append(scalar)
      // What neither XML nor HTML takes.
      case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}"..."\u{FFFF}": out += "\u{FFFD}"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
