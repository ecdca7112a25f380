import GeoTareas
import JSON
import Records

extension Write {
  /// The body as it is stored; throws when it could not be read back.
  func storedBody() throws -> String {
    let text = body.text
    guard isReadBack else { throw JournalError.conflict("the request \(text.prefix(200)) could not be read back") }
    return text
  }

  init?(endpoint: String, stored text: String) {
    guard let endpoint = Endpoint(rawValue: endpoint), let json = try? JSONReader.read(Array(text.utf8)) else {
      return nil
    }
    self.init(endpoint: endpoint, body: json)
  }
}

extension Intent {
  /// Splits `acme-17` into name and number; nil when it is not a name and a number.
  package static func split(id: String) -> (tenant: String, number: Int)? {
    guard let dash = id.lastIndex(of: "-"), dash > id.startIndex else { return nil }
    let digits = id[id.index(after: dash)...]
    guard let number = Int(digits), number > 0, String(number) == digits else { return nil }
    return (String(id[..<dash]), number)
  }

  /// The tenant whose task it is about; empty where the id is none of ours.
  package var tenant: String { Intent.split(id: id)?.tenant ?? "" }
}
