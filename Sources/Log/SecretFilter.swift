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

  /// Tokens expire, so only this many of the latest are looked for: those of a large fleet, with some that came before.
  private static let mostTokens = 4_096

  private struct Known {
    var index = SecretIndex()
    /// The forms of each secret.
    var lasting: Set<[[UInt8]]> = []
    var passing: Set<[[UInt8]]> = []
    /// ``passing``, oldest first, from ``oldest`` on.
    var order: [[[UInt8]]] = []
    var oldest = 0

    mutating func forgetOldest() {
      let forms = order[oldest]
      oldest += 1
      if oldest > order.count / 2 {
        order.removeFirst(oldest)
        oldest = 0
      }
      passing.remove(forms)
      index.remove(forms)
    }
  }

  private let known = Mutex(Known())

  package init() {}

  /// Looks for `secret` from now on; a second call with the same one changes nothing.
  ///
  /// - Parameter passes: True for one of many that follow each other, as tokens do.
  package func learn(_ secret: Secret, passes: Bool = false) {
    guard let forms = secret.withBytes({ Self.forms(of: $0) }) else { return }
    known.withLock { known in
      guard !known.lasting.contains(forms), !known.passing.contains(forms) else { return }
      for form in forms { known.index.insert(form) }
      guard passes else {
        known.lasting.insert(forms)
        return
      }
      known.passing.insert(forms)
      known.order.append(forms)
      if known.passing.count > Self.mostTokens { known.forgetOldest() }
    }
  }

  /// The text without secrets.
  package func cleaned(_ text: String) -> String {
    var text = text
    return text.withUTF8 { replaced(in: $0) }.map { String(decoding: $0, as: UTF8.self) } ?? text
  }

  /// The bytes without secrets.
  package func cleaned(_ bytes: [UInt8]) -> [UInt8] { bytes.withUnsafeBufferPointer { replaced(in: $0) } ?? bytes }

  /// Nil where no secret is in the text.
  private func replaced(in text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    let index = known.withLock { $0.index }
    return index.isEmpty ? nil : index.replaced(in: text, by: Self.mark)
  }

  /// The secret itself and its base64 forms; nil for a secret so short that no server should accept it.
  private static func forms(of secret: [UInt8]) -> [[UInt8]]? {
    guard secret.count >= SecretIndex.shortest else { return nil }
    var forms = [secret]
    for shift in 0...2 {
      let piece = base64(secret, shift: shift)
      guard piece.count >= SecretIndex.shortest else { continue }
      forms.append(piece)
      let forURLs = piece.map {
        $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0
      }
      if forURLs != piece { forms.append(forURLs) }
    }
    return forms
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
