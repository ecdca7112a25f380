import GeoTareas
import JSON

/// In what form a task's detail gives what earlier steps captured.
package enum EarlierSteps: String, Sendable, CaseIterable {
  case asDocumented
  case absent, null, object, text
  case withoutCaptured, capturedText, capturedPairs
  case withoutName, nullName, numberedName

  static let unreadable = allCases.filter { $0 != .asDocumented }

  /// The detail's member; nil where there is none.
  func member(capturing quote: [JSONMember]?) -> JSONMember? {
    let key = "previous_steps_data"
    switch self {
    case .absent: return nil
    case .null: return JSONMember(key, .null)
    case .object: return JSONMember(key, .object([JSONMember("Quote", .object(quote ?? []))]))
    case .text: return JSONMember(key, .string("[]"))
    default: return JSONMember(key, .array(quote.map { [step($0)] } ?? []))
    }
  }

  private func step(_ quote: [JSONMember]) -> JSONValue {
    let name: JSONMember? =
      switch self {
      case .withoutName: nil
      case .nullName: JSONMember("step_name", .null)
      case .numberedName: JSONMember("step_name", .number("7"))
      default: JSONMember("step_name", .string("Quote"))
      }
    let captured: JSONMember? =
      switch self {
      case .withoutCaptured: nil
      case .capturedText: JSONMember("captured_data", .string(JSONValue.object(quote).text))
      case .capturedPairs:
        JSONMember("captured_data", .array(quote.map { .object([JSONMember("name", .string($0.key))]) }))
      default: JSONMember("captured_data", .object(quote))
      }
    return .object([name, JSONMember("result", .string("done")), captured].compactMap(\.self))
  }
}
