import CCurl
import Foundation

/// What is known about the server's certificate, and what to say about it.
extension Transfer {
  /// What a person can do about a failed handshake.
  ///
  /// OpenSSL's verdict is a number that does not change, while its words do. Source: X509_STORE_CTX_get_error(3).
  func advice(on code: CURLcode) -> String {
    if code == CURLE_SSL_CACERT_BADFILE { return "the file of ca_file must be there and hold certificates in PEM" }
    var verdict = 0
    _ = capataz_curl_get_long(easy, CURLINFO_SSL_VERIFYRESULT, &verdict)
    switch verdict {
    case 9: return "the certificate is not valid yet: check this machine's clock"
    case 10: return "the certificate has expired: the server's owner must renew it, or this machine's clock is wrong"
    case 18, 19, 20, 21:
      return
        "no authority that is trusted here vouches for the certificate; that of a private authority is named by ca_file"
    default: break
    }
    if code == CURLE_PEER_FAILED_VERIFICATION {
      return "the certificate is for another host: url must name the server as its certificate does"
    }
    if curlText.contains("wrong version number") { return "the server does not speak TLS on this port: check url" }
    if curlText.contains("protocol") || curlText.contains("version") {
      return "the server does not offer TLS 1.2 or newer: its owner must update it"
    }
    return "there is no secure connection, and nothing is sent without one"
  }

  /// When the server's certificate expires; nil where there is none, or libcurl does not say.
  ///
  /// Libcurl reports it in OpenSSL's words: `Expire date:Nov 26 07:00:00 2026 GMT`.
  var certificateEnds: Date? {
    var line = capataz_curl_certificate(easy)
    while let entry = line {
      let text = entry.pointee.data.map { String(cString: $0) } ?? ""
      if text.hasPrefix("Expire date:") { return Self.date(text.dropFirst("Expire date:".count)) }
      line = UnsafePointer(entry.pointee.next)
    }
    return nil
  }

  /// Source: ASN1_TIME_print(3): month, day, time, year, `GMT`.
  static func date(_ text: Substring) -> Date? {
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let parts = text.split(separator: " ")
    guard parts.count == 5, parts[4] == "GMT", let month = months.firstIndex(of: String(parts[0])),
      let day = Int(parts[1]), let year = Int(parts[3])
    else { return nil }
    let time = parts[2].split(separator: ":").compactMap { Int($0) }
    guard time.count == 3 else { return nil }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    return calendar.date(
      from: DateComponents(
        year: year, month: month + 1, day: day, hour: time[0], minute: time[1], second: time[2]))
  }
}
