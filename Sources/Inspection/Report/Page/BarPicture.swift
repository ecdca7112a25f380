import Foundation
import Journal

/// Bars over time, one on the other by what came of them; places are per cent across and pixels down.
struct BarPicture {
  struct Rectangle {
    var x: String
    var y: String
    var width: String
    var height: String
  }

  /// All bars of one kind.
  struct Series {
    /// The class that gives them their colour.
    var name: String
    var label: String
    var rectangles: [Rectangle]
  }

  /// A line across, with its number.
  struct Level {
    var y: String
    var textY: String
    var label: String
  }

  /// A time below.
  struct Mark {
    var x: String
    var anchor: String
    var label: String
  }

  /// From the top of the picture to the ground on which the bars stand.
  private static let top = 12.0
  private static let ground = 168.0
  static let height = 192

  /// Unique on the page.
  var id: String
  var title: String
  var description: String
  var levels: [Level]
  var series: [Series]
  var marks: [Mark]

  /// - Parameters:
  ///   - kinds: Those to be shown, the lowest first, each with what people call it.
  ///   - marks: The beginning of each bar in words.
  init(
    id: String, title: String, description: String, bars: [Tally], kinds: [(kind: Tally.Kind, label: String)],
    marks: [String], number: (Int) -> String
  ) {
    self.id = id
    self.title = title
    self.description = description
    let scale = Self.roundAbove(bars.map(\.total).max() ?? 1)
    func y(_ count: Int) -> Double {
      Self.ground - (Self.ground - Self.top) * Double(count) / Double(scale)
    }
    levels = (scale > 1 ? [scale, scale / 2, 0] : [1, 0]).map { level in
      Level(y: Self.written(y(level)), textY: Self.written(y(level) + 4), label: number(level))
    }
    let step = 100 / Double(bars.count)
    let width = min(step * 0.8, 9)
    series = kinds.map { kind, label in Series(name: kind.name, label: label, rectangles: []) }
    for (place, tally) in bars.enumerated() {
      var below = 0
      for (row, kind) in kinds.enumerated() where tally[kind.kind] > 0 {
        let (low, high) = (y(below), y(below + tally[kind.kind]))
        below += tally[kind.kind]
        // A line of the ground's colour tells a bar from the one above it; what is tiny is still seen.
        let size = max(1, low - high - (low - high > 4 ? 1 : 0))
        series[row].rectangles.append(
          Rectangle(
            x: Self.written((Double(place) + 0.5) * step - width / 2), y: Self.written(low - size),
            width: Self.written(width), height: Self.written(size)))
      }
    }
    self.marks = Self.marks(marks)
  }

  /// At most five, the first and the last among them.
  private static func marks(_ labels: [String]) -> [Mark] {
    let count = min(5, labels.count)
    guard count > 1 else { return labels.map { Mark(x: "50", anchor: "middle", label: $0) } }
    return (0..<count).map { number in
      let place = number * (labels.count - 1) / (count - 1)
      let x = (Double(place) + 0.5) * 100 / Double(labels.count)
      if number == 0, labels.count > count { return Mark(x: "0", anchor: "start", label: labels[place]) }
      if number == count - 1, labels.count > count { return Mark(x: "100", anchor: "end", label: labels[place]) }
      return Mark(x: written(x), anchor: "middle", label: labels[place])
    }
  }

  /// The next number that is even and round.
  static func roundAbove(_ count: Int) -> Int {
    guard count > 1 else { return 1 }
    var step = 1
    while true {
      for factor in [2, 4, 6, 8, 10] where factor * step >= count { return factor * step }
      step *= 10
    }
  }

  /// With one decimal, and none where it is zero.
  static func written(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }
}

/// The same for one rule, as small as a word.
struct CoursePicture {
  var title: String
  /// As wide as there are bars.
  var width: Int
  var rectangles: [BarPicture.Rectangle]

  /// The height of its own measure.
  static let height = 20.0

  init(_ bars: [Int], title: String) {
    self.title = title
    width = max(1, bars.count)
    let most = Double(max(1, bars.max() ?? 1))
    rectangles = bars.enumerated().filter { $0.element > 0 }.map { place, count in
      let size = max(1.5, Double(count) / most * Self.height)
      return BarPicture.Rectangle(
        x: BarPicture.written(Double(place) + 0.1), y: BarPicture.written(Self.height - size), width: "0.8",
        height: BarPicture.written(size))
    }
  }
}

/// How much of a limit is used.
struct GaugePicture {
  var title: String
  /// Per cent.
  var used: String
  var foreign: String

  init(title: String, used: Int, foreign: Int, of limit: Int) {
    self.title = title
    let share = { (count: Int) in min(100, Double(count) * 100 / Double(max(1, limit))) }
    self.used = BarPicture.written(share(used))
    self.foreign = BarPicture.written(min(100 - share(used), share(foreign)))
  }
}
