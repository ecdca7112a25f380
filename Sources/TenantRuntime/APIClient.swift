package import GeoTareas
import Log
import Synchronization

/// Makes a tenant's calls: adds the secrets, keeps the token, and returns answers without secrets.
package struct APIClient: Sendable {
  private let transport: any Transport
  private let builder: RequestBuilder
  private let login: Credentials.Login
  private let token: TokenBox

  package init(transport: any Transport, origin: String, tenant: String, credentials: Credentials) {
    self.transport = transport
    builder = RequestBuilder(origin: origin, tenant: tenant, apiKey: credentials.apiKey)
    login = credentials.login
    token = if case .token(let given) = credentials.login { TokenBox(given) } else { TokenBox(nil) }
  }

  /// Makes a call once; `permit` is asked right before its first byte.
  ///
  /// The body of an accepted login is blanked, because its token is kept here. Secrets of ours that a server quotes in
  /// a refusal are replaced, because its words go into the journal.
  package func perform(
    _ call: Call, permit: SendPermit? = nil
  ) async -> Result<HTTPResponse, TransportError> {
    do throws(TransportError) {
      guard case .login = call else {
        var request = try request(for: call)
        request.permit = permit
        return .success(try await transport.send(request).withoutSecrets)
      }
      guard case .password(let email, let password) = login else {
        throw TransportError(
          kind: .invalidRequest, reach: .notSent, detail: "a token was given: there is no logging in")
      }
      return .success(keepToken(of: try await transport.send(builder.login(email: email, password: password))))
    } catch {
      return .failure(error)
    }
  }

  private func request(for call: Call) throws(TransportError) -> HTTPRequest {
    guard let secret = token.value else {
      throw TransportError(kind: .invalidRequest, reach: .notSent, detail: "there is no token yet")
    }
    guard let request = builder.request(for: call, token: secret) else {
      throw TransportError(kind: .invalidRequest, reach: .notSent, detail: "the task's id cannot stand in a path")
    }
    return request
  }

  private func keepToken(of response: HTTPResponse) -> HTTPResponse {
    var blanked = response
    guard case .success(_, let data, _) = Reply(response) else {
      if (200...299).contains(response.status) { blanked.body = [] }
      return blanked.withoutSecrets
    }
    guard let secret = Reply.token(data: data) else {
      blanked.body = []
      return blanked
    }
    token.replace(by: secret)
    SecretFilter.shared.learn(secret, passes: true)
    blanked.body = Array(#"{"success":true,"data":{},"meta":{}}"#.utf8)
    return blanked
  }
}

extension HTTPResponse {
  /// The answer without our secrets in the parts that people see: the body of a refusal, and a media type that is not
  /// the API's.
  ///
  /// The parts that decide something stay as they are: the data of an accepted call, and headers about limits.
  fileprivate var withoutSecrets: HTTPResponse {
    var response = self
    let filter = SecretFilter.shared
    if !(200...299).contains(status) { response.body = filter.cleaned(body) }
    response.headers = headers.map {
      $0.name.lowercased() == "content-type" ? HTTPHeader($0.name, filter.cleaned($0.value)) : $0
    }
    return response
  }
}

/// The present token, shared by the calls under way.
private final class TokenBox: Sendable {
  private let secret: Mutex<Secret?>

  init(_ secret: Secret?) { self.secret = Mutex(secret) }

  package var value: Secret? { secret.withLock { $0 } }

  package func replace(by new: Secret) { secret.withLock { $0 = new } }
}
