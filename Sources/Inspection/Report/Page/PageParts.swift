// What the template shows: texts and numbers ready to stand there, each escaped by the template. A name that is not found
// in a part is looked for in the part around it, so a name that may be nil is used in one place only.

/// A table of names and numbers.
struct PageTable {
  struct Number {
    var text: String
    var isZero: Bool
  }

  struct Row {
    var name: String
    /// Below the name, smaller.
    var about: String?
    /// Where the name leads within the page.
    var link: String?
    var numbers: [Number]
    var course: CoursePicture?
    var gauge: GaugePicture?
  }

  var caption: String
  /// What a screen reader says of the part that can be moved sideways.
  var label: String
  /// The heading of the names.
  var first: String
  var headings: [String]
  /// The heading of the pictures; nil where no row has one.
  var pictures: String?
  var rows: [Row]
}

/// A number that stands out.
struct PageTile {
  var label: String
  var value: String
  /// The class that gives it its colour.
  var tone: String
}

/// A moment, for people and for programs.
struct PageMoment {
  var iso: String
  var text: String
  /// How long it was before the report.
  var age: String?
}

/// Something that waits, for a person or by itself.
struct PageItem {
  struct Command {
    var line: String
    var meaning: String?
  }

  struct CommandList {
    var lines: [Command]
  }

  var text: String
  var since: PageMoment?
  var until: PageMoment?
  var taskID: String?
  var taskAbout: String?
  var ruleID: String?
  var ruleTitle: String?
  /// Who is to act; nil where that is not a rule's matter or may not be told.
  var ownerName: String?
  var intentID: String?
  var byName: String?
  var reason: String?
  var advice: String?
  /// Nil where there is nothing to type.
  var commands: CommandList?
}

/// A word of the page and what it means.
struct PageTerm {
  var word: String
  var meaning: String
}

extension PageTable.Number {
  /// Text that is no count.
  init(_ text: String) { self.init(text: text, isZero: false) }

  init(_ count: Int, _ language: ReportLanguage) { self.init(text: language.number(count), isZero: count == 0) }
}
