import CPCRE2

/// A compiled pattern; freed with the last ``Pattern`` that shares it.
final class Code: Sendable {
  /// It never changes after it was compiled, which pcre2api(3) calls safe to share between threads.
  private nonisolated(unsafe) let code: OpaquePointer
  /// The most bytes that one item of the pattern can skip without being counted: its greatest fixed count.
  private let unseen: Int
  private let refersBack: Bool

  /// The most steps of one match over all its starting places: about 20 ms where every step is expensive.
  private static let mostSteps: Int64 = 1_000_000
  /// The most nested choices that are kept for backtracking; a choice takes about 150 bytes.
  private static let deepest: UInt32 = 20_000
  /// KiB.
  private static let mostMemory: UInt32 = 8_000

  init(_ text: String) throws(PatternError) {
    var number: Int32 = 0
    var offset = 0
    let options =
      UInt32(PCRE2_UTF) | UInt32(PCRE2_UCP) | UInt32(PCRE2_NEVER_BACKSLASH_C) | UInt32(PCRE2_DOLLAR_ENDONLY)
      | UInt32(PCRE2_AUTO_CALLOUT)
    let bytes = Array(text.utf8)
    // It is never compiled to machine code: a process that may not make memory executable could not run that.
    guard let code = pcre2_compile_8(bytes, bytes.count, options, &number, &offset, nil) else {
      var message = [UInt8](repeating: 0, count: 256)
      let length = pcre2_get_error_message_8(number, &message, message.count)
      throw PatternError(
        offset: min(offset, bytes.count), reason: String(decoding: message.prefix(max(0, Int(length))), as: UTF8.self))
    }
    self.code = code
    unseen = Self.greatestCount(in: bytes)
    var references: UInt32 = 0
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_BACKREFMAX), &references)
    refersBack = references > 0
  }

  deinit { pcre2_code_free_8(code) }

  func matches(_ subject: String) -> Pattern.Answer {
    var subject = subject
    return subject.withUTF8 { bytes in
      guard bytes.count <= Pattern.longestSubject else { return .gaveUp }
      guard let context = pcre2_match_context_create_8(nil), let data = pcre2_match_data_create_8(1, nil) else {
        return .gaveUp
      }
      defer {
        pcre2_match_context_free_8(context)
        pcre2_match_data_free_8(data)
      }
      pcre2_set_match_limit_8(context, UInt32(Self.mostSteps))
      pcre2_set_depth_limit_8(context, Self.deepest)
      pcre2_set_heap_limit_8(context, Self.mostMemory)
      var work = capataz_pcre2_work(left: Self.mostSteps, unseen: unseen, refers_back: refersBack ? 1 : 0, position: 0)
      return withUnsafeMutablePointer(to: &work) { work in
        capataz_pcre2_set_work(context, work)
        // Swift's strings are valid UTF-8, so the check can be left out.
        let result = pcre2_match_8(
          code, bytes.baseAddress, bytes.count, 0, UInt32(PCRE2_NO_UTF_CHECK), data, context)
        if result >= 0 { return .match }
        return result == PCRE2_ERROR_NOMATCH ? .noMatch : .gaveUp
      }
    }
  }

  /// The greatest number behind a `{` or a comma, such as 12 in `[a-z]{3,12}`.
  ///
  /// A number that is not a count does no harm.
  private static func greatestCount(in pattern: [UInt8]) -> Int {
    var greatest = 0
    var count: Int?
    for byte in pattern {
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: ","): count = 0
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        if let digits = count {
          count = min(digits * 10 + Int(byte - 0x30), 65_535)
          greatest = max(greatest, count ?? 0)
        }
      default: count = nil
      }
    }
    // In bytes: a character takes at most four.
    return greatest * 4
  }
}
