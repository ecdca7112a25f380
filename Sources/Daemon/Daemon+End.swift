import Engine
import Journal
import Records

extension Daemon.End {
  init(_ ending: Ending) {
    self =
      switch ending {
      case .stopped: .stopped
      case .nothingLeft: .nothingLeft
      case .leftUndone: .leftUndone
      case .credentialsRefused: .credentialsRefused
      case .unreachable: .unreachable
      }
  }

  /// The more serious of two tenants' endings.
  func worse(_ other: Daemon.End) -> Daemon.End { rank >= other.rank ? self : other }

  private var rank: Int {
    switch self {
    case .stopped: 0
    case .nothingLeft: 1
    case .leftUndone: 2
    case .unreachable: 3
    case .credentialsRefused: 4
    case .journal: 5
    }
  }

  var reported: Report.RunEnd {
    switch self {
    case .stopped: .stopped
    case .nothingLeft: .nothingLeft
    case .leftUndone: .leftUndone
    case .credentialsRefused: .credentialsRefused
    case .unreachable: .unreachable
    case .journal: .journalFailed
    }
  }
}
