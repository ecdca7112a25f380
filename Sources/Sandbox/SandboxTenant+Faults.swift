package import GeoTareas

/// A write that was answered with 504 and takes effect later.
struct LateRequest: Sendable {
  var due: Duration
  var route: Route
  var body: SandboxJSON
  var user: String
}

extension SandboxTenant {
  /// Queues a fault for the next requests of an endpoint.
  ///
  /// - Parameters:
  ///   - endpoint: Nil means every endpoint.
  ///   - count: How many requests it hits; -1 means until cleared.
  package mutating func inject(_ fault: SandboxFault, at endpoint: Endpoint?, count: Int = 1) {
    faults.add(fault, to: endpoint, count: count)
  }

  /// Forgets every queued fault; late effects that are under way still happen.
  package mutating func clearFaults() { faults.clear() }

  /// Answers a call that is subject to a fault.
  mutating func spoiled(_ call: Call, by fault: SandboxFault, _ verdict: RateLimiter.Admission) -> SandboxResponse {
    let moment = call.moment
    switch fault {
    case .status(let status):
      var response = ErrorReply(.init(status: status), "Fault on request").response(status: status)
      if status == 429 { response.set("Retry-After", "1") }
      return stamp(response, verdict, moment)
    case .html(let status): return .html(status)
    case .lostBefore: return SandboxResponse(status: 0, delivery: .drop)
    case .hang: return SandboxResponse(status: 0, delivery: .hang)
    case .redirect(let address):
      return SandboxResponse(status: 302, headers: [.init("Location", address)])
    case .loginBlocked:
      limiter.blockLogin(of: call.identity, at: moment.elapsed)
      let blocked = limiter.peek(call.identity, .login, at: moment.elapsed)
      return stamp(Self.tooMany(blocked.resetIn), blocked, moment)
    case .late(let seconds):
      postpone(call, by: seconds)
      return .html(504)
    case .halfJSON, .empty, .lostAfter, .applied500, .delay, .wrongTask, .extraKey, .withoutKey, .asText:
      return distorted(stamp(handle(call), verdict, moment), by: fault, verdict, moment)
    }
  }

  /// Spoils the answer to a call that was handled.
  private mutating func distorted(
    _ response: SandboxResponse, by fault: SandboxFault, _ verdict: RateLimiter.Admission, _ moment: SandboxMoment
  ) -> SandboxResponse {
    var response = response
    switch fault {
    case .halfJSON: response.body.removeLast(response.body.count - response.body.count / 2)
    case .empty: response.body = []
    case .lostAfter: response.delivery = .drop
    case .applied500: return stamp(ErrorReply(.internalError, "Fault on request").response, verdict, moment)
    case .delay(let seconds): response.delay += .seconds(seconds) / configuration.scale
    case .wrongTask: response.body = wrongTask(response)
    case .extraKey(let key): response.reshape { $0.append(.init(key, 7)) }
    case .withoutKey(let key): response.reshape { $0.removeAll { $0.name == key } }
    case .asText(let key):
      response.reshape { members in
        for place in members.indices where members[place].name == key {
          members[place].value = .string(members[place].value.string ?? members[place].value.text)
        }
      }
    default: break
    }
    return response
  }

  /// The body of a good answer about one task, with another task's id.
  private mutating func wrongTask(_ response: SandboxResponse) -> [UInt8] {
    guard var members = response.json?.members, let data = members.firstIndex(where: { $0.name == "data" }),
      var fields = members[data].value.members,
      let id = fields.firstIndex(where: { $0.name == "task_id" || $0.name == "id" })
    else { return response.body }
    fields[id].value = .string(book.newID(&dataRandom))
    members[data].value = .object(fields)
    return Array(SandboxJSON.object(members).text.utf8)
  }

  /// Keeps a write for later, if it would be authorised now.
  private mutating func postpone(_ call: Call, by seconds: Double) {
    guard call.route.endpoint.isWrite, let account = try? authorize(call) else { return }
    lateRequests.append(
      LateRequest(
        due: call.moment.elapsed + .seconds(seconds) / configuration.scale, route: call.route, body: call.body,
        user: account.name))
  }

  /// Makes everything that was due by `moment`, in the order in which it was due.
  package mutating func advance(to moment: SandboxMoment) {
    while true {
      let late = lateRequests.indices.min { lateRequests[$0].due < lateRequests[$1].due }
      let lateDue = late.map { lateRequests[$0].due }
      let due = [lateDue, nextPerson].compactMap(\.self).min()
      guard let due, due <= moment.elapsed else { return }
      let then = moment.moved(to: due)
      if let late, lateDue == due {
        let request = lateRequests.remove(at: late)
        _ = try? apply(request.route, request.body, by: .init(user: request.user, moment: then, isLate: true))
      } else {
        interfere(at: then)
        nextPerson = peopleGap().map { due + $0 }
      }
    }
  }
}

extension SandboxResponse {
  /// Changes each task in a good answer: those of a list, or the one that it is about.
  fileprivate mutating func reshape(_ change: (inout [SandboxJSON.Member]) -> Void) {
    guard status == 200, var members = json?.members, let data = members.firstIndex(where: { $0.name == "data" })
    else { return }
    func changed(_ task: SandboxJSON) -> SandboxJSON {
      guard var fields = task.members else { return task }
      change(&fields)
      return .object(fields)
    }
    let value = members[data].value
    members[data].value = value.elements.map { .array($0.map(changed)) } ?? changed(value)
    body = Array(SandboxJSON.object(members).text.utf8)
  }
}
