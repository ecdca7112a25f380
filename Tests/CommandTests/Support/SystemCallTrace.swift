import Foundation

/// What strace(1) wrote with `-f -y`: the system calls of a process in the order of their beginnings.
struct SystemCallTrace {
  struct Call {
    var name: String
    /// Everything between the parentheses, as strace shows it.
    var arguments: String
    /// The lines of its beginning and its end.
    var begin: Int
    var end: Int

    /// The descriptor it works on, the first argument.
    var descriptor: Int? { Int(arguments.prefix { $0.isNumber }) }
    var isOnLog: Bool { arguments.prefix { $0 != ">" }.hasSuffix("journal.sqlite-wal") }
  }

  /// A write request that went out.
  struct Request: Hashable {
    var task: String
    var endpoint: String
  }

  private(set) var calls: [Call] = []

  init(_ text: String) {
    var open: [Substring: Int] = [:]
    for (number, line) in text.split(separator: "\n").enumerated() {
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let (thread, rest) = (parts[0], parts[1].drop { $0 == " " })
      if rest.hasPrefix("<... ") {
        guard let index = open.removeValue(forKey: thread), let mark = rest.range(of: " resumed>") else { continue }
        calls[index].arguments += rest[mark.upperBound...]
        calls[index].end = number
      } else if let parenthesis = rest.firstIndex(of: "("), rest.first?.isLetter == true {
        var arguments = rest[rest.index(after: parenthesis)...]
        let isUnfinished = arguments.hasSuffix("<unfinished ...>")
        if isUnfinished { arguments = arguments.dropLast("<unfinished ...>".count) }
        if isUnfinished { open[thread] = calls.count }
        calls.append(
          Call(
            name: String(rest[..<parenthesis]), arguments: String(arguments), begin: number,
            end: isUnfinished ? .max : number))
      }
    }
  }

  /// The write requests in the order they left, with why each began too early; nil for one that did not.
  ///
  /// The pages that arm it must be in the write-ahead log, and a sync of the log must have begun after that and ended
  /// before the request's connection was asked for.
  var requests: [(request: Request, complaint: String?)] {
    calls.indices.compactMap { index in
      Request(calls[index]).map { ($0, complaint(about: $0, sentBy: index)) }
    }
  }

  private func complaint(about request: Request, sentBy index: Int) -> String? {
    let connects = calls[..<index].filter { $0.name == "connect" && $0.descriptor == calls[index].descriptor }
    guard let connect = connects.last else { return "no connection was asked for" }
    guard let arming = calls.first(where: { $0.isOnLog && $0.arms(request.task) }) else { return "never armed" }
    let syncs = calls.filter { ["fsync", "fdatasync"].contains($0.name) && $0.isOnLog && $0.begin > arming.end }
    guard let sync = syncs.first else { return "armed and never synced" }
    return sync.end < connect.begin ? nil : "connected before its arming was on disk"
  }
}

extension SystemCallTrace.Request {
  init?(_ call: SystemCallTrace.Call) {
    guard ["sendto", "sendmsg", "write", "writev"].contains(call.name),
      let match = call.arguments.firstMatch(of: #/"POST /apidev/v1/workflow/tasks/([0-9]+)/(complete|reassign) /#)
    else { return nil }
    self.init(task: String(match.1), endpoint: String(match.2))
  }
}

extension SystemCallTrace.Call {
  /// True when a page is written in which the row of an intent of this task says armed.
  fileprivate func arms(_ task: String) -> Bool {
    guard ["pwrite64", "write"].contains(name) else { return false }
    var rest = arguments[...]
    while let found = rest.range(of: task) {
      rest = rest[found.upperBound...]
      // The columns between the two are short.
      if rest.prefix(1_500).contains("armed") { return true }
    }
    return false
  }
}
