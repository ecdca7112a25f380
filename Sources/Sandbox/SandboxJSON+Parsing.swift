import Foundation

/// Why a text is not JSON.
package struct SandboxJSONError: Error, Sendable, Equatable {
  package var reason: String
}

extension SandboxJSON {
  /// Reads a whole JSON text, which must be UTF-8.
  ///
  /// Foundation reads it, so that the sandbox and the daemon do not share a reader's mistakes. Members come in the order
  /// of their names, and a number as its value: `1.50` is `1.5`.
  /// - Throws: ``SandboxJSONError``; nothing of the text may be used then.
  package init(parsing bytes: [UInt8]) throws(SandboxJSONError) {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw SandboxJSONError(reason: "the text is not UTF-8")
    }
    do {
      self = try JSONDecoder().decode(SandboxJSON.self, from: Data(bytes))
    } catch DecodingError.dataCorrupted(let context) {
      throw SandboxJSONError(reason: context.debugDescription)
    } catch {
      throw SandboxJSONError(reason: "\(error)")
    }
  }
}

extension SandboxJSON: Decodable {
  package init(from decoder: any Decoder) throws {
    if let object = try? decoder.container(keyedBy: MemberName.self) {
      let names = object.allKeys.sorted { $0.stringValue < $1.stringValue }
      self = .object(try names.map { Member($0.stringValue, try object.decode(SandboxJSON.self, forKey: $0)) })
      return
    }
    if var array = try? decoder.unkeyedContainer() {
      var elements: [SandboxJSON] = []
      while !array.isAtEnd { elements.append(try array.decode(SandboxJSON.self)) }
      self = .array(elements)
      return
    }
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let truth = try? value.decode(Bool.self) {
      self = .bool(truth)
    } else if let text = try? value.decode(String.self) {
      self = .string(text)
    } else {
      self = .number("\(try value.decode(Decimal.self))")
    }
  }

  private struct MemberName: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
