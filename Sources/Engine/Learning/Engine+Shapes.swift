import GeoTareas
import JSON
import Pacing
import Records

/// Tells people when the API's answers consist of something else than before.
extension Engine {
  /// Looks at a good answer, now and then; nothing is decided by it.
  mutating func watchShape(of reply: Reply, to endpoint: Endpoint, at now: ClockReading) {
    guard settings.patience == .work, shapes.isDue(endpoint, at: now.instant),
      case .success(_, let data, let meta) = reply
    else { return }
    let (news, record) = shapes.look(at: AnswerShape(endpoint, data: data, meta: meta), of: endpoint, at: now)
    if let record { outbox.keep([.shape(record)]) }
    guard let news else { return }
    reporter.count(.apiChanged)
    report(.apiChanged(news))
  }
}
