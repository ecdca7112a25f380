#if FAILPOINTS
  import CCurl
  import Failpoints
  import GeoTareas
  import Glibc

  extension Transfer {
    private var isWrite: Bool { request.request.endpoint.isWrite }

    func noteConnected() {
      if isWrite, Failpoint.afterConnect.fails() { breakSocket() }
    }

    /// Passes the failpoint after the first byte; a request this small leaves as a whole.
    func noteSent() {
      var size = 0
      guard isWrite, hasBegun, !hasLeft,
        capataz_curl_get_long(easy, CURLINFO_REQUEST_SIZE, &size) == CURLE_OK, size > 0
      else { return }
      hasLeft = true
      if Failpoint.afterFirstByte.fails() { breakSocket() }
    }

    func spoiled(_ answer: Result<HTTPResponse, TransportError>) -> Result<HTTPResponse, TransportError> {
      guard isWrite, hasBegun, Failpoint.afterResponse.fails() else { return answer }
      return .failure(TransportError(kind: .closed, reach: .maybeSent, detail: "failpoint: the answer is lost"))
    }

    /// Makes all further reads and writes on it fail.
    private func breakSocket() { shutdown(descriptorForTests, Int32(SHUT_RDWR)) }
  }
#endif
