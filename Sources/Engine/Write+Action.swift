import Foundation
package import GeoTareas
package import Rules

extension Write {
  /// The request that carries out a rule's action.
  package init(_ action: Action) {
    switch action {
    case .complete(let completion):
      self = .complete(
        result: completion.result,
        capturedData: completion.capturedData.map { JSONMember($0.name, JSONValue($0.value)) },
        comment: completion.comment)
    case .reassign(let reassignment):
      let recipient: Recipient =
        switch reassignment.target {
        case .user(let id): .user(id: id)
        case .group(let id): .group(id: id)
        }
      self = .reassign(to: recipient, comment: reassignment.comment)
    }
  }
}

extension JSONValue {
  init(_ value: FieldValue) {
    switch value {
    case .literal(.text(let text)): self = .string(text)
    case .literal(.number(let number)): self = .number(number.description)
    case .literal(.boolean(let flag)): self = .bool(flag)
    }
  }
}
