import CCurl
import GeoTareas

extension Transfer {
  /// How far the request may have come: `notSent` only if libcurl never came to the point of writing it.
  ///
  /// The proof is the callback that libcurl makes right before the first byte. Its count of request bytes must agree.
  /// Through a proxy that count includes the proxy's own request and proves nothing.
  var reach: TransportError.Delivery {
    guard !hasBegun else { return .maybeSent }
    var size = 0
    let isKnown = capataz_curl_get_long(easy, CURLINFO_REQUEST_SIZE, &size) == CURLE_OK
    return proxy != nil || (isKnown && size == 0) ? .notSent : .maybeSent
  }

  /// The result of the transfer, as the caller sees it.
  func answer(_ code: CURLcode) -> Result<HTTPResponse, TransportError> {
    guard code == CURLE_OK else {
      let kind = kind(of: code)
      return .failure(TransportError(kind: kind, reach: reach, detail: detail(kind, code)))
    }
    var status = 0
    guard capataz_curl_get_long(easy, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK, (200...999).contains(status) else {
      let detail = "\(request.host): the server ended without a final answer"
      return .failure(TransportError(kind: .malformed, reach: .maybeSent, detail: detail))
    }
    var response = HTTPResponse(status: status, headers: head.headers, body: body)
    response.certificateEnds = certificateEnds
    return .success(response)
  }

  private func kind(of code: CURLcode) -> TransportError.Kind {
    if isTooLarge { return .tooLarge }
    if wasVetoed { return hasBegun ? .closed : .cancelled }
    switch code {
    case CURLE_OPERATION_TIMEDOUT:
      return hasBegun ? (curlText.hasPrefix("Operation too slow") ? .tooSlow : .timeout) : .connectTimeout
    case CURLE_FILESIZE_EXCEEDED: return .tooLarge
    case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: return .proxy
    case CURLE_COULDNT_RESOLVE_HOST: return .resolve
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
      CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT,
      CURLE_SSL_ENGINE_INITFAILED, CURLE_USE_SSL_FAILED:
      return .tls
    case CURLE_COULDNT_CONNECT where refusedAddress != nil && !hasAllowedAddress: return .refusedAddress
    case CURLE_COULDNT_CONNECT: return proxy == nil ? .connect : .proxy
    case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE:
      if !hasBegun && proxy != nil { return .proxy }
      return curlText.contains("chunked-encoding") ? .malformed : .closed
    case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING, CURLE_HTTP2: return .malformed
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT: return hasBegun ? .malformed : .invalidRequest
    // A header line beyond libcurl's own buffer ends this way.
    case CURLE_OUT_OF_MEMORY where hasBegun: return .tooLarge
    default: return .other
    }
  }

  private func detail(_ kind: TransportError.Kind, _ code: CURLcode) -> String {
    let host = request.host
    return switch kind {
    case .refusedAddress:
      refusedAddress.map {
        "\(host) leads to \($0), a \($0.scope.rawValue) address; set allow_private if that is meant"
      } ?? host
    case .tooLarge: "\(host): the answer is larger than allowed (body \(configuration.maxBody) bytes)"
    case .cancelled: "\(host): \(veto ?? "cancelled before it was sent")"
    case .closed where wasVetoed: "\(host): the connection closed before the answer"
    // Libcurl names the file of authorities, and cuts a long path.
    case .tls where code == CURLE_SSL_CACERT_BADFILE: "\(host): \(advice(on: code))"
    case .tls: "\(host): \(curlText); \(advice(on: code))"
    default: "\(host): \(curlText.isEmpty ? String(cString: curl_easy_strerror(code)) : curlText)"
    }
  }

  /// Libcurl's words, in printable ASCII: they name hosts, ports and certificates, but no header and no body.
  ///
  /// Libcurl keeps 255 bytes of them.
  var curlText: String {
    let text = String(cString: errorText)
    return String(decoding: text.utf8.map { $0 >= 0x20 && $0 < 0x7f ? $0 : 0x3f }, as: UTF8.self)
  }
}
