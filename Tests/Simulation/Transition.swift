import Engine
import Records

/// A change of an intent from one journalled state to the next; every kind must occur over a run.
package enum Transition: String, Sendable, CaseIterable {
  case begun, armedAgain, takenUpAgain, done, refused, notApplied, doubted, recovered, verified, ruledOut
  case overtaken, parked, gaveWay, tossed

  init?(from old: Intent?, to new: Intent) {
    switch (old?.state, new.state) {
    case (nil, .armed): self = .begun
    case (nil, .parked): self = .tossed
    case (.planned, .armed): self = .armedAgain
    case (.superseded, .armed): self = .takenUpAgain
    case (.armed, .done): self = .done
    case (.armed, .refused), (.unknown, .refused): self = .refused
    case (.armed, .planned): self = .notApplied
    case (.armed, .unknown): self = new.note.hasPrefix("the process ended") ? .recovered : .doubted
    case (.unknown, .done): self = .verified
    case (.unknown, .planned): self = .ruledOut
    case (.unknown, .superseded): self = .overtaken
    case (.unknown, .parked): self = .parked
    case (.planned, .superseded): self = .gaveWay
    default: return nil
    }
  }
}
