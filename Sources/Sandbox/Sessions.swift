import Foundation

/// The tokens that were issued.
struct Sessions: Sendable {
  struct Session: Sendable {
    var account: SandboxConfiguration.Account
    var expires: Duration
  }

  private var sessions: [String: Session] = [:]
  private var count = 0
  private let life: Duration

  /// - Parameter scale: Divides the hour for which a token is valid.
  init(scale: Double) { life = .seconds(3600) / scale }

  /// Issues a token that looks like a signed JWT and is valid for one scaled hour.
  ///
  /// Earlier tokens of the account stay valid.
  mutating func open(
    for account: SandboxConfiguration.Account, at now: Duration, random: inout SandboxRandom
  ) -> String {
    sessions = sessions.filter { $0.value.expires + life > now }
    count += 1
    let header = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
    let claims: SandboxJSON = ["sub": .string(account.id), "jti": .string(String(count))]
    let payload = Data(claims.text.utf8).base64EncodedString()
      .filter { $0 != "=" }
      .map { $0 == "+" ? "-" : $0 == "/" ? "_" : String($0) }
      .joined()
    let token = "\(header).\(payload).\(random.base64URL(count: 43))"
    sessions[token] = Session(account: account, expires: now + life)
    return token
  }

  /// The account that a token was issued to, even if it has expired since; nil for an unknown token.
  func owner(of token: String) -> SandboxConfiguration.Account? { sessions[token]?.account }

  /// The account that a token stands for now; nil once it has expired.
  func account(for token: String, at now: Duration) -> SandboxConfiguration.Account? {
    guard let session = sessions[token], now < session.expires else { return nil }
    return session.account
  }
}
