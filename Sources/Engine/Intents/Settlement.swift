import GeoTareas
import Records

/// How an intent comes to its end.
enum Settlement: Sendable {
  /// The server confirmed the effect.
  case done(Receipt, Report.AnswerFacts)
  /// Reading the task proved it.
  case verified(String)
  case refused(String, Report.AnswerFacts? = nil)
  case superseded(String)
  case parked(String)

  var state: Intent.State {
    switch self {
    case .done, .verified: .done
    case .refused: .refused
    case .superseded: .superseded
    case .parked: .parked
    }
  }

  /// Why, as the journal keeps it.
  var note: String {
    switch self {
    case .done(let receipt, _): receipt.inWords
    case .verified(let why), .refused(let why, _), .superseded(let why), .parked(let why): why
    }
  }

  /// The event that tells it.
  func event(_ effect: Report.EffectFacts) -> Report.Event {
    switch self {
    case .done(let receipt, let answer): .intentDone(effect, receipt, answer)
    case .verified(let why): .intentVerified(effect, .applied(why: why))
    case .refused(let why, let answer): .intentRefused(effect, why: why, answer)
    case .superseded(let why): .intentSuperseded(effect, why: why)
    case .parked(let why): .intentParked(effect, why: why, days: nil)
    }
  }
}
