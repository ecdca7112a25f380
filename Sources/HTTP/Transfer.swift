import CCurl
import GeoTareas
import Glibc

/// One request on its way: its easy handle and what libcurl's callbacks write.
///
/// It is made, used and closed on the transport's thread. It must live until ``close()``, because libcurl holds its
/// address.
final class Transfer {
  let request: CheckedRequest
  let configuration: CurlTransport.Configuration
  let easy: UnsafeMutableRawPointer
  let errorText: UnsafeMutablePointer<CChar>
  var headerLines: UnsafeMutablePointer<curl_slist>?
  var nameLines: UnsafeMutablePointer<curl_slist>?

  /// Nil when the request may go out, otherwise why not.
  private let objection: () -> String?
  /// True from the moment libcurl may write the request's first byte.
  private(set) var hasBegun = false
  private(set) var wasVetoed = false
  /// Why it was held back; nil if it was a repetition by libcurl.
  private(set) var veto: String?
  private(set) var refusedAddress: IPAddress?
  private(set) var hasAllowedAddress = false

  private(set) var head: ResponseHead
  private(set) var body: [UInt8] = []
  private(set) var isTooLarge = false

  #if FAILPOINTS
    var descriptorForTests: Int32 = -1
    var hasLeft = false
  #endif

  /// Makes the handle, without options yet; nil when libcurl has no memory for one.
  ///
  /// `objection` is asked for once, right before the first byte.
  init?(_ request: CheckedRequest, configuration: CurlTransport.Configuration, objection: @escaping () -> String?) {
    guard let easy = curl_easy_init() else { return nil }
    self.request = request
    self.configuration = configuration
    self.easy = easy
    self.objection = objection
    head = ResponseHead(limit: configuration.maxHead)
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
  }

  /// Frees the handle and wipes the header lines; the handle must have left the multi handle.
  func close() {
    curl_easy_cleanup(easy)
    capataz_curl_slist_wipe(headerLines)
    headerLines = nil
    curl_slist_free_all(nameLines)
    nameLines = nil
    errorText.deallocate()
  }

  /// The proxy of this request; nil for none.
  ///
  /// Plain `http` to the own machine never uses one.
  var proxy: String? {
    guard !request.isPlainLoopback, let proxy = configuration.proxy, !proxy.isEmpty else { return nil }
    return proxy
  }

  var addressPolicy: AddressPolicy {
    if request.isPlainLoopback { return .loopbackOnly }
    return configuration.allowPrivate || proxy != nil ? .any : .globalOnly
  }

  // MARK: - What the callbacks do

  /// Opens a socket to an address that the policy allows; libcurl tries its next address otherwise.
  func openSocket(_ target: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
    guard let start = MemoryLayout<curl_sockaddr>.offset(of: \.addr) else { return CURL_SOCKET_BAD }
    let bytes = UnsafeRawBufferPointer(
      start: UnsafeRawPointer(target) + start, count: Int(target.pointee.addrlen))
    guard let address = IPAddress(socketAddress: bytes, family: target.pointee.family) else { return CURL_SOCKET_BAD }
    guard addressPolicy.allows(address) else {
      refusedAddress = address
      return CURL_SOCKET_BAD
    }
    hasAllowedAddress = true
    let descriptor = socket(
      target.pointee.family, target.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue), target.pointee.protocol)
    #if FAILPOINTS
      descriptorForTests = descriptor
    #endif
    return descriptor
  }

  /// True for the first request on the wire; false when it is no longer wanted or libcurl repeats it.
  func begin() -> Bool {
    #if FAILPOINTS
      noteConnected()
    #endif
    guard !hasBegun else {
      wasVetoed = true
      return false
    }
    if let objection = objection() {
      wasVetoed = true
      veto = objection
      return false
    }
    hasBegun = true
    return true
  }

  /// Takes a header line; false ends the transfer.
  func takeHeader(_ line: UnsafeRawBufferPointer) -> Bool {
    if !head.take(line) { isTooLarge = true }
    return !isTooLarge
  }

  /// Takes decoded bytes of the body; false ends the transfer.
  func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count <= configuration.maxBody - body.count else {
      isTooLarge = true
      return false
    }
    body.append(contentsOf: bytes)
    return true
  }
}
