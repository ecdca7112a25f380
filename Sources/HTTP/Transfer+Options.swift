import CCurl
import GeoTareas

extension Transfer {
  /// Sets every option of the handle; false when libcurl refused one, and nothing may be sent then.
  func configure() -> Bool {
    let lines = makeHeaderLines()
    headerLines = lines.list
    return lines.isComplete && setAddress() && setSecurity() && setLimits() && setCallbacks() && setMessage()
  }

  private func setAddress() -> Bool {
    let scheme = request.isPlainLoopback ? "http" : "https"
    return set(CURLOPT_URL, request.request.url)
      && set(CURLOPT_PROTOCOLS_STR, scheme)
      && set(CURLOPT_REDIR_PROTOCOLS_STR, scheme)
      && set(CURLOPT_FOLLOWLOCATION, 0)
      && set(CURLOPT_PATH_AS_IS, 1)
      && set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
      && set(CURLOPT_NETRC, 0)
      // Empty strings turn the environment's proxy variables off, NO_PROXY included.
      && set(CURLOPT_PROXY, proxy ?? "")
      && set(CURLOPT_NOPROXY, "")
      && set(CURLOPT_HEADEROPT, Int(CURLHEADER_SEPARATE))
      && set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
      // One attempt: libcurl repeats a request on a reused connection when that connection dies.
      && set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
      && set(CURLOPT_FRESH_CONNECT, 1)
      && setNames()
      && set(CURLOPT_FORBID_REUSE, 1)
  }

  private func setNames() -> Bool {
    for name in configuration.names {
      guard let longer = curl_slist_append(nameLines, name) else { return false }
      nameLines = longer
    }
    return nameLines == nil || capataz_curl_set_list(easy, CURLOPT_RESOLVE, nameLines) == CURLE_OK
  }

  private func setSecurity() -> Bool {
    var isSet =
      set(CURLOPT_SSL_VERIFYPEER, 1)
      && set(CURLOPT_SSL_VERIFYHOST, 2)
      && set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    // With a file and no directory, libcurl keeps the parsed authorities instead of reading them each time.
    if let caFile = configuration.caFile {
      isSet = isSet && set(CURLOPT_CAINFO, caFile) && set(CURLOPT_CAPATH, nil)
    } else if curl_version_info(CURLVERSION_TENTH)?.pointee.cainfo != nil {
      isSet = isSet && set(CURLOPT_CAPATH, nil)
    }
    return isSet && set(CURLOPT_CA_CACHE_TIMEOUT, 3600) && set(CURLOPT_CERTINFO, 1)
  }

  private func setLimits() -> Bool {
    set(CURLOPT_NOSIGNAL, 1)
      // A name lookup that is given up is left alone: its thread frees what it holds when the resolver returns. Without
      // this option everybody's requests would wait for it.
      && set(CURLOPT_QUICK_EXIT, 1)
      && set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(configuration.connectTimeout))
      && set(CURLOPT_TIMEOUT_MS, milliseconds(configuration.timeout))
      && set(CURLOPT_LOW_SPEED_LIMIT, 100)
      && set(CURLOPT_LOW_SPEED_TIME, max(1, Int(configuration.stallTimeout.components.seconds)))
      // This stops only an announced length. The count in the body's callback stops the rest.
      && capataz_curl_set_offset(easy, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(max(1, configuration.maxBody)))
        == CURLE_OK
  }

  private func setCallbacks() -> Bool {
    let context = Unmanaged.passUnretained(self).toOpaque()
    return [
      capataz_curl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText),
      capataz_curl_set_pointer(easy, CURLOPT_WRITEDATA, context),
      capataz_curl_set_pointer(easy, CURLOPT_HEADERDATA, context),
      capataz_curl_set_pointer(easy, CURLOPT_OPENSOCKETDATA, context),
      capataz_curl_set_pointer(easy, CURLOPT_PREREQDATA, context),
      capataz_curl_set_data_callback(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
        let buffer = UnsafeRawBufferPointer(start: bytes, count: size * count)
        return Transfer.at(context)?.takeBody(buffer) == true ? buffer.count : Transfer.abort(buffer.count)
      },
      capataz_curl_set_data_callback(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
        let buffer = UnsafeRawBufferPointer(start: bytes, count: size * count)
        return Transfer.at(context)?.takeHeader(buffer) == true ? buffer.count : Transfer.abort(buffer.count)
      },
      capataz_curl_set_open_socket(easy) { context, _, target in
        guard let target else { return CURL_SOCKET_BAD }
        return Transfer.at(context)?.openSocket(target) ?? CURL_SOCKET_BAD
      },
      capataz_curl_set_before_request(easy) { context, _, _, _, _ in
        Transfer.at(context)?.begin() == true ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
      },
    ].allSatisfy { $0 == CURLE_OK }
  }

  private func setMessage() -> Bool {
    guard capataz_curl_set_list(easy, CURLOPT_HTTPHEADER, headerLines) == CURLE_OK else { return false }
    guard request.request.method == .post else { return set(CURLOPT_HTTPGET, 1) }
    // libcurl must know the size before the bytes are copied.
    func copy(_ bytes: [UInt8]) -> Bool {
      capataz_curl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(bytes.count)) == CURLE_OK
        && bytes.withUnsafeBytes { buffer in
          var nothing: UInt8 = 0
          return withUnsafeMutablePointer(to: &nothing) { nothing in
            let start =
              buffer.baseAddress.map(UnsafeMutableRawPointer.init(mutating:)) ?? UnsafeMutableRawPointer(nothing)
            return capataz_curl_set_pointer(easy, CURLOPT_COPYPOSTFIELDS, start) == CURLE_OK
          }
        }
    }
    guard set(CURLOPT_POST, 1) else { return false }
    return switch request.request.body {
    case .none: copy([])
    case .json(let bytes): copy(bytes)
    case .secretJSON(let secret): secret.withBytes { copy($0) }
    }
  }

  private func set(_ option: CURLoption, _ value: Int) -> Bool {
    capataz_curl_set_long(easy, option, value) == CURLE_OK
  }

  private func set(_ option: CURLoption, _ value: String?) -> Bool {
    capataz_curl_set_string(easy, option, value) == CURLE_OK
  }

  /// Zero would mean libcurl's own default, and the value must fit a long.
  private func milliseconds(_ duration: Duration) -> Int {
    let (seconds, attoseconds) = duration.components
    return Int(min(max(seconds, 0), 1_000_000)) * 1000 + max(1, Int(attoseconds / 1_000_000_000_000_000))
  }

  private static func at(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
  }

  /// A count that differs from the given one ends the transfer.
  private static func abort(_ count: Int) -> Int { count == 0 ? 1 : 0 }
}
