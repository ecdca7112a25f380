import YAML

/// A text with `①`, `②`, … before the places of which something is expected.
struct Marked {
  /// The text without the markers.
  var text: String
  /// The place behind each marker.
  var marks: [Character: Mark] = [:]

  init(_ fixture: String, file: String = "test.yaml") {
    var text = ""
    var mark = Mark(file: file, line: 1, column: 1)
    for character in fixture {
      if "①②③④⑤⑥⑦⑧⑨".contains(character) {
        marks[character] = mark
        continue
      }
      text.append(character)
      if character.isNewline {
        mark.line += 1
        mark.column = 1
      } else {
        mark.column += character.unicodeScalars.count
      }
    }
    self.text = text
  }

  /// The place behind a marker.
  subscript(marker: Character) -> Mark? { marks[marker] }
}

extension Document {
  init(_ text: String, file: String = "test.yaml") {
    self.init(parsing: SourceText(file: file, bytes: Array(text.utf8)))
  }
}
