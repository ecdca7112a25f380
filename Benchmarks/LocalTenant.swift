import Foundation

/// `capataz-sandbox` as a process of its own, and what it counted.
final class LocalTenant {
  struct Traffic: Decodable {
    var total: Int
    var limited: Int
    var mostInWindow: Int

    enum CodingKeys: String, CodingKey {
      case total
      case limited = "429"
      case mostInWindow = "most_in_window"
    }
  }

  /// One of several tenants in short.
  struct Summary: Decodable {
    var stats: [String: Traffic]
    var effects: Int
    var refused: Int
    /// When its lists were begun to be read, in milliseconds.
    var list_starts: [Int]
  }

  private struct Summaries: Decodable {
    var tenants: [Summary]
  }

  private struct History: Decodable {
    struct Effect: Decodable {
      var at: String
      var endpoint: String
    }

    var history: [Effect]
  }

  struct NotUnderstood: Error {
    var text: String
  }

  private let process: Process
  let url: String

  /// Starts it on a free port, and waits until it listens.
  init(_ tools: Toolbox, _ options: [String]) throws {
    process = tools.process("capataz-sandbox", ["--port", "0"] + options)
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    var line = ""
    while !line.contains("\n") {
      let data = output.fileHandleForReading.availableData
      guard !data.isEmpty else { break }
      line += String(decoding: data, as: UTF8.self)
    }
    guard let url = line.split(separator: " ").first(where: { $0.hasPrefix("http://") }) else {
      throw NotUnderstood(text: line)
    }
    self.url = String(url)
  }

  func stop() {
    process.terminate()
    process.waitUntilExit()
  }

  /// Traffic by endpoint.
  func traffic() throws -> [String: Traffic] { try JSONDecoder().decode([String: Traffic].self, from: get("stats")) }

  /// All tenants of the server.
  func tenants() throws -> [Summary] { try JSONDecoder().decode(Summaries.self, from: get("tenants")).tenants }

  /// When the effects of an endpoint were made, in order, in seconds since 1970: a request arrives and is handled at one time.
  func arrivals(of endpoint: String) throws -> [Double] {
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    return try JSONDecoder().decode(History.self, from: get("history")).history
      .filter { $0.endpoint == endpoint }
      .map { try style.parse($0.at).timeIntervalSince1970 }
  }

  /// Asks a control endpoint.
  private func get(_ name: String) throws -> Data {
    let curl = Process()
    curl.executableURL = URL(filePath: "/usr/bin/curl")
    curl.arguments = ["--silent", "--show-error", "--fail", "--noproxy", "*", "\(url)/_sandbox/\(name)"]
    let output = Pipe()
    curl.standardOutput = output
    try curl.run()
    let body = output.fileHandleForReading.readDataToEndOfFile()
    curl.waitUntilExit()
    guard curl.terminationStatus == 0 else { throw NotUnderstood(text: "curl ended with \(curl.terminationStatus)") }
    return body
  }
}
