import GeoTareas
import HTTP
import Log
import Platform
import Records
import RuleFiles
import TenantRuntime

/// Whom a daemon calls as long as all is well, and how that goes.
struct DeadMansCalls: Sendable {
  /// The longest time for a call, whatever the settings say: somebody may wait for the end of the run.
  static let mostTime = Duration.seconds(10)

  let settings: PingSettings
  let address: ReceiverAddress
  let transport: CurlTransport
  var timing: DeadMan
  var trouble = PingTrouble()

  init(_ target: PingTarget, _ timing: DeadMan, _ network: Network) throws(TransportError) {
    settings = target.settings
    address = target.address
    self.timing = timing
    var configuration = CurlTransport.Configuration(target.settings.http)
    configuration.timeout = min(configuration.timeout, Self.mostTime)
    configuration.connectTimeout = min(configuration.connectTimeout, configuration.timeout)
    configuration.maxBody = 64 << 10
    transport = try CurlTransport(configuration: configuration, network: network)
  }

  /// How often to look whether a call is due.
  var interval: Duration { max(.milliseconds(100), min(.seconds(10), settings.every / 10)) }

  /// Makes a call, and returns what came of it.
  func make(_ call: DeadMan.Call) async -> Outcome {
    do throws(TransportError) {
      let answer = try await transport.send(address.request(suffix: call.suffix))
      let isGood = (200...299).contains(answer.status)
      return Outcome(call: call, problem: isGood ? nil : "it answers \(answer.status)", isAnswered: true)
    } catch {
      return Outcome(call: call, problem: error.detail, isAnswered: false)
    }
  }

  /// What came of a call.
  struct Outcome: Sendable {
    var call: DeadMan.Call
    /// Why it was not taken; nil where it was.
    var problem: String?
    var isAnswered: Bool
  }

  /// Takes in what came of a call, and returns what is to be told of it.
  mutating func take(_ outcome: Outcome, at now: SystemClock) -> Report.Event? {
    let instant = now.instant()
    timing.ended(isTaken: outcome.problem == nil, at: instant)
    return trouble.note(
      outcome.call, problem: outcome.problem, isAnswered: outcome.isAnswered, receiver: settings.url.inWords,
      retryIn: timing.pause, at: instant)
  }
}

/// A receiver of dead-man's calls whose address was read.
struct PingTarget: Sendable {
  var settings: PingSettings
  var address: ReceiverAddress

  func isSame(as other: DeadMansCalls) -> Bool { settings == other.settings && address.isSame(as: other.address) }
}

/// Whom to call as long as all is well.
enum WhomToCall: Sendable {
  case nobody
  case target(PingTarget)
  /// The address cannot be read or used.
  case mistake(why: String)

  /// Reads the address; nobody is to be called where there are no settings.
  ///
  /// Blocks on the disk.
  init(_ settings: PingSettings?, environment: [String: String]) {
    guard let settings else {
      self = .nobody
      return
    }
    do throws(CredentialError) {
      let address = try CredentialReader(environment: environment).address(settings.url)
      self = .target(PingTarget(settings: settings, address: address))
    } catch {
      self = .mistake(why: "\(error)")
    }
  }
}
