import Daemon
import Engine
import Log
import Records

/// The files that are written from the texts of the events: the catalogue of the systemd journal, and the parts between
/// marks in capataz-log(7).
enum EventFiles {
  /// The catalogue, as journalctl(1) reads it with `-x`.
  static var catalogue: String {
    let entries = Report.Name.allCases.map { name in
      let text = name.text
      return """
        -- \(text.id)
        Subject: \(text.subject)
        Defined-By: Capataz
        Documentation: man:capataz-log(7)

        \(wrapped(plain(text.meaning)))

        \(wrapped("What to do: \(plain(text.advice))"))

        """
    }
    return "# What the events of capataz mean, for journalctl -x. Written by Scripts/write-log-texts.\n\n"
      + entries.joined(separator: "\n")
  }

  /// The manual page with the parts between the marks written anew; all else stays as it is.
  static func manual(_ page: String) -> String {
    var lines: [String] = []
    var isInside = false
    for line in page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line == ".\\\" end" { isInside = false }
      if !isInside { lines.append(line) }
      guard line.hasPrefix(".\\\" begin: "), let part = Part(rawValue: String(line.dropFirst(11))) else { continue }
      isInside = true
      lines += part.lines
    }
    return lines.joined(separator: "\n")
  }

  /// A part of the page that is written.
  private enum Part: String {
    case fields, events

    var lines: [String] {
      switch self {
      case .fields: LogField.all.flatMap { [".TP", EventFiles.bold($0.key), EventFiles.roff($0.meaning)] }
      case .events: Report.Name.allCases.flatMap { EventFiles.entry($0) }
      }
    }
  }

  private static func entry(_ name: Report.Name) -> [String] {
    let text = name.text
    let levels = text.levels.map { bold($0.rawValue) }.joined(separator: ", ")
    var lines = [".TP", "\(bold(name.rawValue)) (\(levels))", roff(text.meaning)]
    if text.advice != "Nothing." { lines += [".br", "What to do: \(roff(text.advice))"] }
    let fields = text.fields.map(bold) + text.sometimes.map { "[\(bold($0))]" }
    if !fields.isEmpty { lines += [".br", "Fields: \(fields.joined(separator: ", "))."] }
    return lines + [".br", "Id: \(roff(text.id))."]
  }

  /// The text with `'` for grave accents.
  private static func plain(_ text: String) -> String { text.replacing("`", with: "'") }

  /// The text in lines of at most 76 characters, one that is no word cut.
  private static func wrapped(_ text: String) -> String {
    var lines = [""]
    for word in text.split(separator: " ") {
      let line = lines[lines.count - 1]
      if line.isEmpty {
        lines[lines.count - 1] = String(word)
      } else if line.count + 1 + word.count <= 76 {
        lines[lines.count - 1] += " \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines.joined(separator: "\n")
  }

  private static func bold(_ text: String) -> String { "\\fB\(escaped(text))\\fR" }

  /// The text for roff: what is between grave accents in bold.
  private static func roff(_ text: String) -> String {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated().map { place, part in
      place.isMultiple(of: 2) ? escaped(String(part)) : bold(String(part))
    }.joined()
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("'", with: "\\(aq")
  }
}
