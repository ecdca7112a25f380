import Foundation
import GeoTareas
import JSON
import Log
import Logging

/// A message and two values, divided by zero bytes, and any fields at all for the systemd journal.
///
/// One line each, without a character that acts on a terminal; the JSON form and the systemd journal's give back what
/// was meant.
enum LogInput {
  private static let date = Date(timeIntervalSinceReferenceDate: 0)

  static func run(_ bytes: [UInt8]) {
    let parts = bytes.texts(3)
    let fields: Logger.Metadata = ["event": "intent.done", "task": "\(parts[1])", "rule": "\(parts[2])"]
    let record = LogRecord(.notice, parts[0], fields, at: date)
    for form in [LogForm.json, .text(colour: false)] {
      let text = String(decoding: form.encode(record), as: UTF8.self)
      require(text.hasSuffix("\n") && text.unicodeScalars.count { $0 == "\n" } == 1, "not one line")
      require(
        text.unicodeScalars.dropLast().allSatisfy {
          ![.control, .format, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
        }, "a character that acts")
      guard form == .json else { continue }
      guard let json = try? JSONReader.read(Array(text.utf8)) else { return require(false, "no JSON") }
      require(json["event"]?.string == "intent.done", "the event's name is another")
      require(json["task"]?.string == LogText.safe(parts[1]), "a value reads back as another")
      let message = LogText.safe(parts[0], cap: LogText.messageCap)
      require(json["msg"]?.string == message, "the message reads back as another")
    }
    require(LogText.safe(parts[1]).utf8.count <= LogText.cap, "a value over the cap")
    readsBack(JournaldFields.of(record), LogForm.journald.encode(record))
    readsBack(anyFields(bytes))
    require(parts.allSatisfy { JournaldFields.name(of: $0).map(isName) ?? true }, "no name for a field")
  }

  /// Fields with any bytes as values, divided by a byte that is not rare.
  private static func anyFields(_ bytes: [UInt8]) -> [JournaldFields.Field] {
    bytes.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false).enumerated().map { place, value in
      JournaldFields.Field("F\(place)", Array(value))
    }
  }

  private static func readsBack(_ fields: [JournaldFields.Field], _ bytes: [UInt8]? = nil) {
    let read = JournaldReader.read(bytes ?? JournaldFields.encode(fields))
    require(read == fields, "the systemd journal would read other fields")
  }

  private static func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, (1...64).contains(name.utf8.count) else { return false }
    let letters = UInt8(ascii: "A")...UInt8(ascii: "Z")
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    return letters.contains(first)
      && name.utf8.allSatisfy { letters.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "_") }
  }
}
