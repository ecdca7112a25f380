import Engine
import GeoTareas
import Glibc
import HTTP
import Journal
import Records
import RuleFiles

/// Parts that a run consists of.
extension Daemon {
  /// The version of this program.
  package static let version = "0.1.0"

  static var processID: Int32 { getpid() }

}

extension CurlTransport.Configuration {
  /// For a command that a person waits for: a server that does not answer at all is given up sooner.
  init(lookingThrough http: HTTPSettings) {
    self.init(http)
    connectTimeout = min(connectTimeout, .seconds(5))
  }

  init(_ http: HTTPSettings) {
    self.init()
    connectTimeout = http.connectTimeout
    timeout = http.timeout
    caFile = http.caFile
    proxy = http.proxy
    allowPrivate = http.allowPrivate
    userAgent = "capataz/\(Daemon.version)"
  }
}

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

  var word: String {
    switch self {
    case .stopped: "stopped"
    case .nothingLeft: "nothing left to do"
    case .leftUndone: "some tasks left undone"
    case .credentialsRefused: "credentials refused"
    case .unreachable: "server unreachable"
    case .journal: "journal failed"
    }
  }
}
