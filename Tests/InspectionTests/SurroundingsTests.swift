import Foundation
import Glibc
import Inspection
import Needs
import RuleFiles
import Support
import Testing
import YAML

/// What a configuration names outside of its files.
@Suite struct SurroundingsTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      "schema: 1\nrules:\n  - { id: a, when: { step: A }, then: { reassign: { group: \"1\" } } }\n", to: "rules.yaml")
    for secret in ["password", "api-key"] { try folder.write("secret-of-the-test", to: secret, mode: 0o400) }
    #expect(mkdir(folder.path + "/state", 0o700) == 0)
  }

  /// What was found, without the folder's path, and what was not looked at.
  private struct Look: Equatable {
    var text: String
    var unseen: [String] = []
  }

  private func look(
    url: String = "https://acme.geotareas.com", password: String = "{ file: password }", http: String = "{}",
    state: String = "state", environment: [String: String] = [:]
  ) throws -> Look {
    try folder.write(
      """
      schema: 1
      state: \(state)
      tenants:
        acme:
          url: \(url)
          timezone: America/Guayaquil
          credentials:
            email: robot@acme.example
            password: \(password)
            api_key: { file: api-key }
          http: \(http)
          rules: [rules.yaml]

      """, to: "config.yaml")
    var unseen: [String] = []
    let loaded = ConfigurationLoader(lints: false).load(folder.path + "/config.yaml") { places in
      let around = Surroundings(of: places, environment: environment, allowVolatile: true)
      unseen = around.unseen
      return around.diagnostics
    }
    return Look(
      text: loaded.diagnostics.rendered().replacing(folder.path, with: "DIR"),
      unseen: unseen.map { $0.replacing(folder.path, with: "DIR") })
  }

  @Test("where all is well nothing is said")
  func well() throws {
    #expect(try look() == Look(text: ""))
  }

  @Test("a secret's file is told at its place: unsafe, empty, a link, missing; never what is in it")
  func secrets() throws {
    let place = "DIR/config.yaml:9:25"
    chmod(folder.path + "/password", 0o640)
    #expect(
      try look().text == """
        \(place): error: tenant 'acme': secret file 'DIR/password' has mode 0640, so that others can read it; \
        run: chmod 0400 DIR/password
              password: { file: password }
                                ^

        """)
    chmod(folder.path + "/password", 0o600)
    try folder.write("", to: "password", mode: 0o600)
    #expect(try look().text.hasPrefix("\(place): error: tenant 'acme': secret file 'DIR/password' is empty"))
    unlink(folder.path + "/password")
    #expect(
      try look().text.hasPrefix("\(place): warning: tenant 'acme': secret file 'DIR/password' cannot be looked at"))
    #expect(symlink("api-key", folder.path + "/password") == 0)
    #expect(try look().text.hasPrefix("\(place): error: tenant 'acme': secret file 'DIR/password' is a symbolic link"))
  }

  @Test("what only the daemon's unit has is said to be not looked at, and is no mistake")
  func elsewhere() throws {
    let credential = try look(password: "{ credential: acme-password }")
    #expect(credential == Look(text: "", unseen: ["credential 'acme-password', which only the daemon's unit has"]))
    let variable = try look(password: "{ env: PASSWORD }", environment: ["PASSWORD": "x"])
    #expect(variable == Look(text: "", unseen: ["environment variable 'PASSWORD', which only the daemon's unit has"]))
    let there = try look(
      password: "{ credential: acme-password }", environment: ["CREDENTIALS_DIRECTORY": folder.path + "/state"])
    #expect(there.text.contains("warning: tenant 'acme': credential 'acme-password' cannot be looked at"))
    #expect(there.unseen.isEmpty)
  }

  @Test(
    "an address to which nothing would be sent is a mistake, unless it is allowed",
    arguments: [
      ("https://10.1.2.3", "{}", "10.1.2.3 is an address of a private network"),
      ("https://[fd00::1]:8443", "{}", "fd00::1 is an address of a private network"),
      ("https://127.0.0.1", "{}", "127.0.0.1 is an address of this machine"),
      ("https://169.254.169.254", "{}", "169.254.169.254 is a link-local address"),
      ("https://0.0.0.0", "{}", "0.0.0.0 is no address of a server"),
      ("https://10.1.2.3", "{ allow_private: true }", ""), ("https://10.1.2.3", "{ proxy: \"http://proxy:3128\" }", ""),
      ("http://127.0.0.1:8080", "{}", ""), ("https://8.8.8.8", "{}", ""),
    ])
  func address(url: String, http: String, expected: String) throws {
    let text = try look(url: url, http: http).text
    guard !expected.isEmpty else {
      #expect(text == "")
      return
    }
    #expect(
      text.hasPrefix("DIR/config.yaml:5:10: error: tenant 'acme': \(expected), to which nothing is sent"), "\(text)")
  }

  @Test("a state directory that the daemon could not use is told at its place, with what mends it")
  func state() throws {
    let place = "DIR/config.yaml:2:8"
    chmod(folder.path + "/state", 0o770)
    #expect(
      try look().text == """
        \(place): error: the state directory DIR/state has mode 0770: others may write to it; run: chmod 0700 DIR/state
        state: state
               ^

        """)
    chmod(folder.path + "/state", 0o700)
    try folder.write("", to: "state/journal.sqlite", mode: 0o666)
    #expect(try look().text.contains("DIR/state/journal.sqlite has mode 0666: others may write to it"))
    #expect(try look(state: "state/new").text == "")
    #expect(try look(state: "state/new/").text == "")
    #expect(try look(state: "state/new//").text == "")
    #expect(
      try look(state: "no/where").text.hasPrefix(
        "\(place): warning: the state directory DIR/no/where cannot be made: there is no folder DIR/no; "
          + "run: mkdir -p DIR/no\n"))
    #expect(try look(state: "no/where/").text.contains("DIR/no/where cannot be made: there is no folder DIR/no; run: "))
    #expect(
      try look(state: "rules.yaml").text.hasPrefix("\(place): error: the state directory DIR/rules.yaml is not a "))
    #expect(
      try look(state: "rules.yaml/x").text.hasPrefix("\(place): error: the state directory DIR/rules.yaml/x cannot be"))
    // Nothing was made.
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/state/new"))
  }

  @Test("mistakes in the rules hide nothing of it")
  func besideMistakes() throws {
    try folder.write("schema: 1\nrules: 7\n", to: "rules.yaml")
    chmod(folder.path + "/state", 0o777)
    chmod(folder.path + "/password", 0o644)
    let text = try look().text
    #expect(text.contains("rules.yaml:2:8: error: ") && text.contains("chmod 0700") && text.contains("chmod 0400"))
  }

  @Test(
    "a file of root that the daemon's user could not read is told, and so are files in its directory that are not its own",
    .enabled { try Need.root.isMet() })
  func owners() throws {
    #expect(chown(folder.path + "/state", 65_534, 65_534) == 0)
    try folder.write("", to: "state/journal.sqlite", mode: 0o600)
    let text = try look().text
    #expect(
      text.contains("warning: tenant 'acme': secret file 'DIR/password' belongs to root, and only root can read it"))
    #expect(text.contains("run: chown 65534 DIR/password"))
    #expect(
      text.contains(
        "error: DIR/state/journal.sqlite belongs to the user 'root', and the state directory to the user 'nobody', "
          + "who could not open it"))
    #expect(text.contains("run: chown --reference=DIR/state DIR/state/journal.sqlite"))
  }
}
