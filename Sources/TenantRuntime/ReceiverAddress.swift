package import GeoTareas
import HTTP
import Log
package import RuleFiles

/// The address of a receiver that is no tenant: one that expects calls, or one that takes notices.
///
/// The whole address is a secret, because whoever knows it can speak in our name. It is https, or http to a loopback
/// literal.
package struct ReceiverAddress: Sendable {
  private let secret: Secret

  /// Takes an address that the filter of secrets knows; throws where no request to it would be sent.
  ///
  /// - Parameter what: What is being taken, for the error; the address itself is not in it.
  fileprivate init(_ secret: Secret, as what: String) throws(CredentialError) {
    let text = Self.text(secret)
    guard !text.contains("#") else {
      throw CredentialError("\(what) holds no address that can be called: it has a fragment ('#'); leave that out")
    }
    if let problem = CurlTransport.problem(with: text) {
      throw CredentialError("\(what) holds no address that can be called: \(problem)")
    }
    self.secret = secret
    // A server may quote the path alone.
    if let path = Self.path(of: text), path.utf8.count >= Self.shortestPath { SecretFilter.shared.learn(Secret(path)) }
  }

  /// A shorter path is hardly a secret, and would be found in other words.
  private static let shortestPath = 16

  /// A request to the address.
  ///
  /// - Parameters:
  ///   - suffix: What is added to the path, such as `/fail`.
  ///   - body: JSON to send; nil for a GET.
  package func request(suffix: String = "", body: [UInt8]? = nil) -> HTTPRequest {
    let text = Self.text(secret)
    let end = text.firstIndex(of: "?") ?? text.endIndex
    var path = text[..<end]
    if !suffix.isEmpty, path.hasSuffix("/") { path.removeLast() }
    var headers: [(name: String, value: HTTPRequest.HeaderValue)] = [("Accept", .plain("*/*"))]
    if body != nil { headers.append(("Content-Type", .plain("application/json"))) }
    // The endpoint says that this is no write to the API.
    var request = HTTPRequest(
      endpoint: .list, method: body == nil ? .get : .post, url: "\(path)\(suffix)\(text[end...])", headers: headers)
    if let body { request.body = .json(body) }
    return request
  }

  package func isSame(as other: ReceiverAddress) -> Bool { secret.isSame(as: other.secret) }

  private static func text(_ secret: Secret) -> String { secret.withBytes { String(decoding: $0, as: UTF8.self) } }

  /// What follows the host; nil for nothing.
  private static func path(of text: String) -> String? {
    guard let scheme = text.firstRange(of: "://") else { return nil }
    return text[scheme.upperBound...].firstIndex { $0 == "/" || $0 == "?" }.map { String(text[$0...]) }
  }
}

extension CredentialReader {
  /// The address of a receiver, from where the configuration says it is.
  ///
  /// Blocks on the disk.
  package func address(_ source: SecretSource) throws(CredentialError) -> ReceiverAddress {
    try ReceiverAddress(try secret(source), as: source.inWords)
  }
}
