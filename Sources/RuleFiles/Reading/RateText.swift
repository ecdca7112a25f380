import YAML

/// A number of effects or requests in some time, as people write it elsewhere: `30/min`, `10 per hour`.
struct RateText {
  var count: Int
  /// The seconds; nil where only a number is given.
  var seconds: Int?

  init?(_ text: String) {
    let words = text.replacing("/", with: " ").lowercased().split(separator: " ").filter {
      !["per", "a", "an", "each", "every", "requests", "times"].contains($0)
    }
    guard let first = words.first, let count = Int(first), count > 0, words.count <= 2 else { return nil }
    self.count = count
    guard words.count == 2 else { return }
    let units = ["s", "m", "h", "d"]
    let lengths = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    let unit = String(words[1])
    guard let spelled = UnitWords.spelled(unit.first?.isNumber == true ? unit : "1\(unit)", units: units),
      let number = UnitNumber(spelled), let times = Int(number.whole), let length = lengths[number.unit]
    else { return nil }
    seconds = times * length
  }

  /// The same as a limit of a rule; nil where a rule has no such limit.
  var ruleLimit: String? {
    switch seconds {
    case nil, 86_400: "{ per_day: \(count) }"
    case 3600: "{ per_hour: \(count) }"
    default: nil
    }
  }

  /// The same as a limit of the server.
  var requestLimit: String { "{ requests: \(count), per: \(seconds ?? 60)s }" }
}
