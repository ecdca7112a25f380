import GeoTareas

/// What is wrong with a task for ever: how calls about it are answered.
package struct Ailment: Sendable, Equatable {
  package enum Answer: Sendable, Equatable {
    case refusal(Int)
    /// A gateway's page.
    case webPage
    /// None at all.
    case silence
    /// The detail shows the task with somebody else.
    case otherHands
  }

  package var answer: Answer
  package var isOfReads: Bool
  package var isOfWrites: Bool

  package init(_ answer: Answer, reads: Bool = true, writes: Bool = true) {
    self.answer = answer
    isOfReads = reads
    isOfWrites = writes
  }

  /// What is wrong with a task, if anything: by a hash of its id, for one in `rarity`.
  static func of(_ task: String, among oddities: Set<Oddity>, rarity: UInt64) -> Ailment? {
    let kinds = Oddity.ailments.filter { oddities.contains($0) }
    guard !kinds.isEmpty else { return nil }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in task.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash ^= hash >> 29
    guard hash % rarity == 0 else { return nil }
    let kind = kinds[Int(hash / rarity % UInt64(kinds.count))]
    let calls = hash / rarity / 64 % 3
    let (reads, writes) = (calls != 1, calls != 0)
    return switch kind {
    case .denied: Ailment(.refusal(401), reads: reads, writes: writes)
    case .forbidden: Ailment(.refusal(403), reads: reads, writes: writes)
    case .phantoms: Ailment(.refusal(404), writes: writes)
    case .conflicts: Ailment(.refusal(409), reads: reads, writes: writes)
    case .failing: Ailment(.refusal(500), reads: reads, writes: writes)
    case .webPages: Ailment(.webPage, reads: reads, writes: writes)
    case .deaf: Ailment(.silence, reads: reads, writes: writes)
    default: Ailment(.otherHands, writes: false)
    }
  }

  /// True where another answer may come any time, as far as can be seen: the API has not said no.
  var mayEnd: Bool {
    switch answer {
    case .refusal(let status): status >= 500
    case .webPage, .silence: true
    case .otherHands: false
    }
  }

  /// What a call about the task is answered; nil where it goes on as usual.
  func reception(of call: Call) -> SimulatedServer.Reception? {
    switch call {
    case .detail: guard isOfReads else { return nil }
    case .write: guard isOfWrites else { return nil }
    case .list, .login: return nil
    }
    switch answer {
    case .refusal(let status): return .init(answer: Wire.refusal(status, "REFUSED"))
    case .webPage: return .init(answer: Wire.html(502))
    case .silence: return .init(answer: Wire.internalError, isSilent: true)
    case .otherHands: return nil
    }
  }
}
