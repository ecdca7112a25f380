import Log
import Pacing

/// The parts of a line about progress.
enum ProgressText {
  /// A length of time in whole seconds, minutes or hours: what is left is rounded up, what has passed down.
  static func length(_ time: Duration, rounded rule: FloatingPointRoundingRule = .up) -> String {
    TenantStatus.rough(max(1, time.inSeconds.rounded(rule)))
  }

  /// A number with its thousands apart: `450,000`.
  static func number(_ number: Int) -> String { ReportLanguage.en.number(number) }

  /// What fits into a line, safe to draw.
  static func cut(_ text: String, to columns: Int) -> String { TextStyle.cut(LogText.safe(text), to: max(1, columns)) }
}
