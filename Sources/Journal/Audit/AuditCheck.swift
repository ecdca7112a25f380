import GRDB
import GeoTareas
import JSON

/// Checks the trail line by line.
struct AuditCheck {
  private(set) var head = AuditHead(sequence: 0, hash: AuditRow.origin)
  private(set) var lines = 0
  /// The hash of the line that the mark names; nil until that line was read.
  private(set) var hashAtMark: String?
  private let markedAt: Int64?

  init(markedAt: Int64?) { self.markedAt = markedAt }

  /// Checks the next line; returns what is wrong with it.
  mutating func take(_ row: AuditRow, in db: Database) throws -> AuditResult.Fault? {
    // After a journal was lost or an older one restored, the trail goes on behind the lines that were lost.
    let bridges = row.kind == AuditTrail.restored && row.number("last_kept") == head.sequence
    let isSeal = row.kind == AuditTrail.sealed && lines == 0
    let before = bridges ? row.number("last_lost") : isSeal ? row.number("last") : head.sequence
    if before != row.sequence - 1 {
      return row.sequence <= head.sequence + 1 ? .changed : .missing(from: head.sequence + 1)
    }
    guard row.hash(after: head.hash) == row.hash else { return .changed }
    if isSeal {
      let (count, hash) = try AuditTrail.hashOfEarlierLines(db)
      guard row.facts?["sha256"]?.string == hash, row.number("count") == Int64(count) else { return .sealedChanged }
    }
    head = AuditHead(sequence: row.sequence, hash: row.hash)
    lines += 1
    if row.sequence == markedAt { hashAtMark = row.hash }
    return nil
  }
}
