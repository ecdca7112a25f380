package import Foundation

/// The one answer to what a wall-clock time means where the clocks change.
///
/// A time that clocks show twice, because they are set back, means the first of the two moments. A time that they leave
/// out, because they are set forward, means what they would show if they had not been: half past two in a gap from two to
/// three is the moment that they call half past three. Who must not guess asks ``exists(in:)``.
extension CivilTime {
  /// The moment at which clocks in `zone` show this time.
  package func date(in zone: TimeZone) -> Date {
    let early = early(in: zone)
    if early.isShown { return early.date }
    let late = late(in: zone)
    return late.isShown ? late.date : early.date
  }

  /// False for a time that the clocks of `zone` leave out.
  package func exists(in zone: TimeZone) -> Bool { early(in: zone).isShown || late(in: zone).isShown }

  /// The moment by the clocks of the day before; no zone changes twice between that and the day after.
  private func early(in zone: TimeZone) -> (date: Date, isShown: Bool) { moment(in: zone, asOf: -86_400) }

  /// The moment by the clocks of the day after.
  private func late(in zone: TimeZone) -> (date: Date, isShown: Bool) { moment(in: zone, asOf: 86_400) }

  /// The moment by what the zone's clocks were set to at a distance from this time, and whether they show it then.
  private func moment(in zone: TimeZone, asOf distance: Double) -> (date: Date, isShown: Bool) {
    let civil = Double(seconds)
    let offset = Double(zone.secondsFromGMT(for: Date(timeIntervalSince1970: civil + distance)))
    let date = Date(timeIntervalSince1970: civil - offset)
    return (date, Double(zone.secondsFromGMT(for: date)) == offset)
  }
}
