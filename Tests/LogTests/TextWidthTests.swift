import Log
import Testing

@Suite("The columns that text takes")
struct TextWidthTests {
  @Test(
    "what is wide in East Asia takes two columns, what is drawn over another character none, all else one",
    arguments: [
      ("", 0), ("Acme Corp", 9), ("Peña", 4), ("Pen\u{303}a", 4), ("Muñoz — §", 9), ("株式会社", 8), ("ｱｸﾒ", 3),
      ("ＡＢ", 4), ("한국", 4), ("\u{1112}\u{1161}\u{11AB}", 2), ("Việt", 4), ("ไทย", 3), ("กำ", 2), ("שָׁלוֹם", 4), ("नमस्ते", 4),
      ("a\u{200D}b", 2), ("\u{FEFF}x", 1), ("⌚", 2), ("⌨", 1), ("🎉", 2), ("🇪🇨", 2), ("…", 1), ("①", 1), ("\u{A0}", 1),
      ("𠮷", 2), ("\u{1B}[31m株\u{1B}[0m", 2), ("\u{1B}", 1),
    ])
  func width(text: String, columns: Int) { #expect(TextStyle.width(of: text) == columns) }

  @Test(
    "what is cut takes no more columns than there are, and leaves no colour on",
    arguments: [
      ("Acme", 4, "Acme"), ("Acme Corp", 5, "Acme…"), ("株式会社", 8, "株式会社"), ("株式会社", 6, "株式…"),
      ("Pen\u{303}a", 4, "Pen\u{303}a"), ("Pen\u{303}alver", 4, "Pen\u{303}…"), ("Acme", 1, "…"), ("Acme", 0, ""),
      ("\u{1B}[31mAcme Corp\u{1B}[0m!", 5, "\u{1B}[31mAcme…\u{1B}[0m"),
    ])
  func cut(text: String, columns: Int, shown: String) {
    let cut = TextStyle.cut(text, to: columns)
    #expect(cut.unicodeScalars.elementsEqual(shown.unicodeScalars), "\(cut.debugDescription)")
    #expect(TextStyle.width(of: cut) <= columns)
  }
}
