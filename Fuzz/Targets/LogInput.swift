import Daemon
import Foundation
import GeoTareas
import Logging

/// A message and a value, divided by a zero byte: one line each, without a character that acts on a terminal, and the
/// JSON form gives back what was meant.
enum LogInput {
  private static let date = Date(timeIntervalSinceReferenceDate: 0)

  static func run(_ bytes: [UInt8]) {
    let parts = bytes.texts(3)
    let fields: Logger.Metadata = ["event": "intent.done", "task": "\(parts[1])", "rule": "\(parts[2])"]
    for line in [LogLine.json, .text(colour: false)] {
      let text = line.format(.notice, parts[0], fields, at: date)
      require(text.hasSuffix("\n") && text.unicodeScalars.count { $0 == "\n" } == 1, "not one line")
      require(
        text.unicodeScalars.dropLast().allSatisfy {
          ![.control, .format, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
        }, "a character that acts")
      guard case .json = line else { continue }
      guard let json = try? JSONReader.read(Array(text.utf8)) else { return require(false, "no JSON") }
      require(json["event"]?.string == "intent.done", "the event's name is another")
      require(json["task"]?.string == LogText.safe(parts[1]), "a value reads back as another")
      let message = LogText.safe(parts[0], cap: LogText.messageCap)
      require(json["msg"]?.string == message, "the message reads back as another")
    }
    require(LogText.safe(parts[1]).utf8.count <= LogText.cap, "a value over the cap")
  }
}
