import CCurl
import GeoTareas

extension Transfer {
  /// The header lines for libcurl, which does not free them: the transfer does.
  func makeHeaderLines() -> (list: UnsafeMutablePointer<curl_slist>?, isComplete: Bool) {
    var list: UnsafeMutablePointer<curl_slist>?
    var isComplete = true
    func append(_ name: String, _ rest: [UInt8]) {
      var line = Array(name.utf8) + rest + [0]
      line.withUnsafeMutableBytes { bytes in
        let next = curl_slist_append(list, bytes.baseAddress?.assumingMemoryBound(to: CChar.self))
        if next == nil { isComplete = false } else { list = next }
        bytes.initializeMemory(as: UInt8.self, repeating: 0)
      }
    }
    // In libcurl, "Name;" sends a field without a value, and "Name:" leaves the field out.
    func send(_ name: String, _ value: [UInt8]) { append(name, value.isEmpty ? [0x3b] : [0x3a, 0x20] + value) }
    func omit(_ name: String) { append(name, [0x3a]) }

    for header in request.request.headers {
      switch header.value {
      case .plain(let text): send(header.name, Array(text.utf8))
      case .secret(let secret): secret.withBytes { send(header.name, $0) }
      }
    }
    let names = Set(request.request.headers.map { $0.name.lowercased() })
    if !names.contains("user-agent") {
      send("User-Agent", configuration.userAgent.utf8.filter { $0 >= 0x20 && $0 < 0x7f })
    }
    if !names.contains("content-type") {
      if request.request.hasBody { send("Content-Type", Array("application/json".utf8)) } else { omit("Content-Type") }
    }
    omit("Expect")
    return (list, isComplete)
  }
}
