/// Something that goes wrong on request.
///
/// Where a fault says "handled", the request goes through every check and may take effect; otherwise it has no effect.
/// Faults come after the limiter: a request that the limiter refuses (429) leaves them in the queue.
package enum SandboxFault: Sendable, Equatable {
  /// The API's error envelope with this status; not handled. 429 comes with `Retry-After: 1`.
  case status(Int)
  /// A proxy's HTML page with this status; not handled.
  case html(Int)
  /// Handled; the second half of the body is missing, and the stated length fits what is sent.
  case halfJSON
  /// Handled; the body is empty.
  case empty
  /// The connection closes without an answer; not handled.
  case lostBefore
  /// Handled; the connection closes without an answer.
  case lostAfter
  /// 504 as HTML now; handled after so many seconds (scaled), if the request was authorised and is still valid then.
  case late(Double)
  /// Handled; the answer is 500 `INTERNAL_ERROR`.
  case applied500
  /// Handled now; the answer comes after so many seconds (scaled).
  case delay(Double)
  /// No answer until the client goes away, five minutes at most; not handled.
  case hang
  /// Handled; a good answer about one task names another one.
  case wrongTask
  /// Handled; each task in a good answer has one key more, with a number.
  case extraKey(String)
  /// Handled; this key is missing from each task in a good answer.
  case withoutKey(String)
  /// Handled; the value of this key is a text in each task in a good answer.
  case asText(String)
  /// 302 to an address on another host; not handled.
  case redirect(String)
  /// Login only: 429 and the block of 60 s (scaled), as after too many attempts.
  case loginBlocked

  /// Reads the form of the control endpoint, such as `status:503`, `late:20` or `hang`; nil for any other text.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let argument = parts.count > 1 ? parts[1] : nil
    let seconds = argument.flatMap(Double.init).flatMap { (0...86_400).contains($0) ? $0 : nil }
    let status = argument.flatMap(Int.init).flatMap { (200...599).contains($0) ? $0 : nil }
    let plain: [String: SandboxFault] = [
      "half_json": .halfJSON, "empty": .empty, "lost_before": .lostBefore, "lost_after": .lostAfter,
      "applied_500": .applied500, "hang": .hang, "wrong_task": .wrongTask, "login_blocked": .loginBlocked,
      "redirect": .redirect("https://elsewhere.example/"),
    ]
    switch (parts[0], status, seconds, argument) {
    case ("status", let status?, _, _): self = .status(status)
    case ("html", let status?, _, _): self = .html(status)
    case ("late", _, let seconds?, _): self = .late(seconds)
    case ("delay", _, let seconds?, _): self = .delay(seconds)
    case ("extra_key", _, _, let key?) where !key.isEmpty: self = .extraKey(key)
    case ("no_key", _, _, let key?) where !key.isEmpty: self = .withoutKey(key)
    case ("as_text", _, _, let key?) where !key.isEmpty: self = .asText(key)
    case ("redirect", _, _, let address?) where Self.isAddress(address): self = .redirect(address)
    case (let name, _, _, nil):
      guard let fault = plain[name] else { return nil }
      self = fault
    default: return nil
    }
  }

  /// An absolute address that may stand in a header.
  private static func isAddress(_ text: String) -> Bool {
    (text.hasPrefix("http://") || text.hasPrefix("https://")) && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
  }
}
