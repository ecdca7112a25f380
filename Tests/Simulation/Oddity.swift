/// Something odd that may go on in a world for as long as things go wrong, beside the ordinary faults.
///
/// Each has a name by which it can be asked for or left out.
package enum Oddity: String, Sendable, CaseIterable {
  // What rules ask for.
  /// A rule writes the day and the moment.
  case now
  /// Decimals go into number fields; some have more digits than a number may have.
  case decimals
  /// A reload puts what a rule captures into another order, and changes nothing else.
  case reordered

  // Some tasks are answered so for ever, at reads, at writes or at both.
  case denied, forbidden, phantoms, conflicts, failing, webPages, deaf
  /// The detail of some tasks shows them in other hands than the list does.
  case disagreeing

  // Answers that are not as documented.
  /// Rows with values that cannot be read and that no rule asks for.
  case oddRows
  /// Rows whose id, status or assignee cannot be read.
  case illegible
  /// What earlier steps captured cannot be read.
  case oddSteps
  /// Pages are shorter than was asked for, and nothing says how many tasks there are.
  case clamped
  /// More tasks than a poll reads.
  case crowd

  // Bad times.
  /// Every call is answered 401 for 25 s, also with a fresh token.
  case hiccup
  /// All writes are answered 403 for half an hour.
  case permission
  /// Now and then an answer asks for a wait of days.
  case absurdWaits
  /// One list call in five is answered with a web page.
  case gatewayPages
  /// Four connections in a row meet a bad certificate.
  case badNode
  /// Another client uses three of ten requests of every limit.
  case neighbour

  // The house.
  /// Another tenant shares the process and the disk of the journal.
  case tenants
  /// The journal cannot keep the effects on some tasks.
  case unstorable

  // The rules.
  /// Every effect of one rule is lost on the way: people must look at each, and the rule must stop by itself.
  case doomed

  /// Those that worlds draw from: what the engine stands up to.
  package static let usual = Set(allCases)

  /// Those that are about single tasks which are answered badly for ever.
  static let ailments: [Oddity] = [
    .denied, .forbidden, .phantoms, .conflicts, .failing, .webPages, .deaf, .disagreeing,
  ]
}

/// What is asked of a world beyond its seed and length.
package struct Conditions: Sendable {
  /// Exactly these go on; nil where the seed decides.
  package var only: Set<Oddity>?
  /// These do not go on, whatever the seed says.
  package var without: Set<Oddity> = []
  /// Nothing else goes wrong.
  package var isCalm = false
  /// Whether what must happen in time is judged.
  package var patience = Patience.usual

  /// What is broken is not noted, so that what comes after it is seen.
  package var overlooked: Set<Violation.Invariant> = []

  /// So many steps pass, on average, before somebody asks of every task why something is done to it, or nothing.
  package var stepsBetweenQuestions = 200

  package init() {}

  func draw(_ random: inout SplitMix) -> Set<Oddity> {
    if let only { return only.subtracting(without) }
    // A crowd takes ten times as many calls as all else.
    return Set(Oddity.allCases.filter { Oddity.usual.contains($0) && random.chance($0 == .crowd ? 0.06 : 0.15) })
      .subtracting(without)
  }
}
