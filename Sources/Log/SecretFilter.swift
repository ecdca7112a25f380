import Foundation
package import GeoTareas
import Synchronization

/// Replaces every known secret in text before it leaves the process.
///
/// This is no licence to print secrets: none of our code does. It protects against a server that quotes what it was
/// sent, and against mistakes. It also finds the base64 form of a secret (even inside a longer text) and the
/// percent-encoded form.
package final class SecretFilter: Sendable {
  /// The filter of this process.
  ///
  /// Logs, output and the words of servers go through it.
  package static let shared = SecretFilter()

  /// The replacement for a secret.
  package static let mark = "<secret>"

  /// Shorter secrets would be found in every other word; no server should accept them.
  private static let shortest = 4
  /// Tokens expire, so only this many of the latest are looked for.
  private static let mostTokens = 64

  /// What to look for because of one secret.
  private struct Wanted: Equatable {
    package var bytes: [UInt8]
    /// The secret's base64 forms.
    package var pieces: [[UInt8]]
  }

  private struct Known {
    package var lasting: [Wanted] = []
    package var passing: [Wanted] = []
  }

  private let known = Mutex(Known())

  package init() {}

  /// Looks for `secret` from now on.
  ///
  /// - Parameter passes: True for one of many that follow each other, as tokens do.
  package func learn(_ secret: Secret, passes: Bool = false) {
    guard let wanted = secret.withBytes({ Self.wanted($0) }) else { return }
    known.withLock { known in
      guard !known.lasting.contains(wanted), !known.passing.contains(wanted) else { return }
      if passes {
        known.passing.append(wanted)
        if known.passing.count > Self.mostTokens { known.passing.removeFirst() }
      } else {
        known.lasting.append(wanted)
      }
    }
  }

  /// The text without secrets.
  package func cleaned(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let cleaner = cleaned(bytes)
    return cleaner == bytes ? text : String(decoding: cleaner, as: UTF8.self)
  }

  /// The bytes without secrets.
  package func cleaned(_ bytes: [UInt8]) -> [UInt8] {
    let secrets = known.withLock { $0.lasting + $0.passing }
    return secrets.reduce(bytes) { text, secret in
      let quoted = Self.replacing(in: text, beginning: [secret.bytes[0], .percent, .backslash]) {
        Self.length(of: secret.bytes, in: text, at: $0)
      }
      return secret.pieces.reduce(quoted) { text, piece in
        Self.replacing(in: text, beginning: [piece[0]]) { text[$0...].starts(with: piece) ? piece.count : nil }
      }
    }
  }

  /// Replaces what `length` finds, at places with a byte that it can begin with.
  private static func replacing(in text: [UInt8], beginning: [UInt8], _ length: (Int) -> Int?) -> [UInt8] {
    var result: [UInt8] = []
    var (next, place) = (0, 0)
    while place < text.count {
      guard beginning.contains(text[place]), let length = length(place) else {
        place += 1
        continue
      }
      result += text[next..<place]
      result += mark.utf8
      place += length
      next = place
    }
    return next == 0 ? text : result + text[next...]
  }

  /// How many bytes of the text from `start` on stand for the secret; nil when they do not.
  ///
  /// Each byte of the secret may appear as it is, as `%2F`, or as in JSON (`\/`, `\u002f`).
  private static func length(of secret: [UInt8], in text: [UInt8], at start: Int) -> Int? {
    // A percent sign or a backslash may stand for itself or begin an escape, so there are two ways on.
    var places = [start]
    for byte in secret {
      places = places.flatMap { ways(of: byte, in: text, at: $0) }
      if places.isEmpty { return nil }
    }
    return places.max().map { $0 - start }
  }

  /// Where the text can go on behind `byte`.
  private static func ways(of byte: UInt8, in text: [UInt8], at place: Int) -> [Int] {
    let rest = text[place...].prefix(6)
    guard let first = rest.first else { return [] }
    var ways = first == byte ? [place + 1] : []
    let behind = rest.dropFirst()
    if first == .percent, hexadecimal(behind.prefix(2), 2) == byte { ways.append(place + 3) }
    guard first == .backslash else { return ways }
    if behind.first == byte { ways.append(place + 2) }
    if behind.first == UInt8(ascii: "u"), hexadecimal(behind.dropFirst(), 4) == byte { ways.append(place + 6) }
    return ways
  }

  private static func hexadecimal(_ digits: ArraySlice<UInt8>, _ count: Int) -> UInt8? {
    digits.count == count ? UInt8(String(decoding: digits, as: UTF8.self), radix: 16) : nil
  }

  private static func wanted(_ secret: [UInt8]) -> Wanted? {
    guard secret.count >= shortest else { return nil }
    var pieces: [[UInt8]] = []
    for shift in 0...2 {
      let piece = base64(secret, shift: shift)
      guard piece.count >= shortest else { continue }
      pieces.append(piece)
      let forURLs = piece.map {
        $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0
      }
      if forURLs != piece { pieces.append(forURLs) }
    }
    return Wanted(bytes: secret, pieces: pieces)
  }

  /// The base64 characters that depend only on the secret, where `shift` bytes (modulo three) come before it.
  ///
  /// Source: RFC 4648, section 4: six bits per character.
  private static func base64(_ secret: [UInt8], shift: Int) -> [UInt8] {
    let all = Array(Data([UInt8](repeating: 0, count: shift) + secret).base64EncodedData())
    let (first, end) = ((shift * 8 + 5) / 6, (shift + secret.count) * 8 / 6)
    return Array(all[first..<end])
  }
}

extension UInt8 {
  fileprivate static let percent = UInt8(ascii: "%")
  fileprivate static let backslash = UInt8(ascii: "\\")
}
