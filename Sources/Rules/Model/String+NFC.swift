import Foundation

extension String {
  /// The text in Unicode normalisation form C, in which rules compare.
  ///
  /// Source: Unicode Standard Annex 15.
  package var nfc: String {
    utf8.allSatisfy { $0 < 0x80 } ? self : precomposedStringWithCanonicalMapping
  }
}
