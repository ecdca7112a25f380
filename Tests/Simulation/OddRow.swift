import GeoTareas

/// A value in a task's JSON that cannot be read as it should.
package enum OddRow: String, Sendable, CaseIterable {
  // In the label, which no rule asks for.
  case halfSurrogate, nul, control, badUTF8
  // In a field of its own.
  case twice, longNumber, deep
  // In what everything hangs on.
  case oddID, oddStatus, oddAssignee

  static let legible: [OddRow] = [.halfSurrogate, .nul, .control, .badUTF8, .twice, .longNumber, .deep]
  static let illegible: [OddRow] = [.oddID, .oddStatus, .oddAssignee]

  /// True where all that matters for an effect can be read.
  var isLegible: Bool { Self.legible.contains(self) }

  /// The task's JSON, which stands behind `mark`, with that value in it.
  func disfigure(_ json: [UInt8], _ task: ModelTask, behind mark: String = "") -> [UInt8] {
    func put(_ new: [UInt8], for old: String) -> [UInt8] { json.replacing(old, with: new, behind: mark) }
    func put(_ new: String, for old: String) -> [UInt8] { put(Array(new.utf8), for: old) }
    let label = "\"\(task.label)\""
    return switch self {
    case .halfSurrogate: put(#""Caf\ud83d""#, for: label)
    case .nul: put(#""A\u0000B""#, for: label)
    case .control: put([0x22, 0x41, 0x07, 0x09, 0x22], for: label)
    case .badUTF8: put([0x22, 0x41, 0xC3, 0x28, 0xFF, 0x22], for: label)
    case .twice: put(#"{"extra":1,"extra":2,"#, for: "{")
    case .longNumber: put("{\"extra\":\(String(repeating: "9", count: 90)),", for: "{")
    case .deep: put("{\"extra\":\(String(repeating: "[", count: 80))\(String(repeating: "]", count: 80)),", for: "{")
    case .oddID: put("\"id\":\"\(task.id)\\ud83d\"", for: "\"id\":\"\(task.id)\"")
    case .oddStatus: put(#""status":"PEND\u0000ING""#, for: "\"status\":\"\(task.status)\"")
    case .oddAssignee: put(#""assigned_to_user":"\udc00","was":"#, for: "\"assigned_to_user\":")
    }
  }
}

extension [UInt8] {
  /// The same with the first occurrence of a text behind another one replaced.
  fileprivate func replacing(_ text: String, with new: [UInt8], behind mark: String) -> [UInt8] {
    let mark = mark.isEmpty ? startIndex : firstRange(of: Array(mark.utf8))?.upperBound ?? startIndex
    guard let old = self[mark...].firstRange(of: Array(text.utf8)) else { return self }
    return self[..<old.lowerBound] + new + self[old.upperBound...]
  }
}
