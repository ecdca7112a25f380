import Foundation
package import GeoTareas
import JSON
package import Rules

extension Write {
  /// Makes the request that carries out an action whose values are filled in; nil for a pool, which must choose first.
  ///
  /// - Parameter fields: The task's form, where it is known. A decimal goes to a number field as a number.
  package init?(_ action: RenderedAction, fields: [FormField]? = nil) {
    switch action {
    case .complete(let result, let captured, let comment):
      self = .complete(
        result: result,
        capturedData: captured.map { field in
          let type = fields?.first { $0.name == field.name }?.type
          return JSONMember(field.name, JSONValue(field.value, for: type))
        },
        comment: comment?.text)
    case .reassign(let reassignment, let comment):
      switch reassignment.target {
      case .user(let id): self = .reassign(to: .user(id: id), comment: comment?.text)
      case .group(let id): self = .reassign(to: .group(id: id), comment: comment?.text)
      case .pool: return nil
      }
    }
  }
}

extension JSONValue {
  init(_ scalar: Scalar, for type: String?) {
    switch scalar {
    case .text(let text): self = .string(text)
    case .number(let number): self = .number(number.description)
    case .boolean(let flag): self = .bool(flag)
    case .decimal(let digits): self = type == "number" ? .number(digits) : .string(digits)
    }
  }
}
