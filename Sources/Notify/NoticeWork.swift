import Foundation
import Log
import Platform
import Records
import TenantRuntime

/// The state of a ``NoticeService`` at work, and what it does with each event.
struct NoticeWork {
  private let service: NoticeService
  private let post: AsyncStream<NoticeService.Event>.Continuation
  private let reader = LineReader()
  private var memory: NoticeMemory
  /// True where something was not written down yet.
  private var isDirty = false
  private var isForgetful = false
  private var isDelivering = false
  private var isStopping = false
  private var hasEnded = false
  private var hasLost = false
  private(set) var ending: NoticeService.Ending?
  private var alarm: (at: Date, signal: CancelSignal)?
  /// True once everything was read that was there at the start.
  ///
  /// That is read apart, by a program that ends: following a journal may begin with the present boot of the machine.
  private var hasCaughtUp = false
  /// How often in a row the journal could not be followed.
  private var deafness = 0
  /// The last line that is no entry: what the program that reads the journal now says of itself.
  private var words = ""

  /// Where the log has ended, this many tries are made for what is left.
  private static let mostTries = 3
  /// How long a stop waits for a notice that is being sent.
  private static let stopPatience = Duration.seconds(10)

  init(_ service: NoticeService, _ post: AsyncStream<NoticeService.Event>.Continuation) {
    self.service = service
    self.post = post
    let (period, gathering) = (service.settings.period, service.settings.gathering)
    memory =
      service.settings.directory.flatMap { NoticeMemory(in: $0) }
      ?? NoticeMemory(at: Date(), desk: NoticeDesk(period: period, gathering: gathering))
    memory.desk.follow(period: period, gathering: gathering)
    // The time of the beginning counts as soon as there is one.
    isDirty = true
    save()
  }

  private var log: ReportLog { service.log }

  // MARK: Reading

  /// Begins to read the log, where an earlier run ended.
  mutating func listen() {
    words = ""
    let take: @Sendable (LineReader.Event) -> Void = { [post] in post.yield(.source($0)) }
    switch service.source {
    case .input(let descriptor): reader.read(descriptor, take)
    case .journal(let program, let units):
      let known = service.settings.environment.filter { ["PATH", "TZ", "LANG"].contains($0.key) }
      reader.run(program, arguments(units), environment: known.merging(["SYSTEMD_COLORS": "0"]) { $1 }, take)
    }
  }

  private func arguments(_ units: [String]) -> [String] {
    // What systemd says of a unit that has failed is a warning.
    let priority = service.settings.level.isAtLeast(.warning) ? LogEntry.Level.warning : service.settings.level
    // A cursor that the journal does not take is not tried for ever.
    let place =
      memory.cursor.flatMap { deafness < 2 ? "--after-cursor=\($0)" : nil }
      ?? "--since=@\(Int(memory.at.timeIntervalSince1970))"
    // Following one journal shows only entries of this boot, by a number that a service in a container may not see: it is
    // the machine's own that is asked for, of all journals.
    let form =
      (hasCaughtUp ? ["--follow", "--no-tail", "--merge"] : ["--no-pager"]) + ["--output=json", "--all", "--quiet"]
    return form + ["--priority=\(priority.logged.priority)", place] + units.map { "--unit=\($0)" }
      + (hasCaughtUp ? Self.ownEntries : [])
  }

  /// What only entries of this machine have, for journalctl(1); nothing where its number cannot be read.
  ///
  /// Source: machine-id(5).
  private static var ownEntries: [String] {
    let text = (try? String(contentsOfFile: "/etc/machine-id", encoding: .utf8)) ?? ""
    let id = text.trimmingCharacters(in: .whitespacesAndNewlines)
    return id.utf8.count == 32 && id.allSatisfy(\.isHexDigit) ? ["_MACHINE_ID=\(id)"] : []
  }

  // MARK: Events

  mutating func handle(_ event: NoticeService.Event, _ group: inout DiscardingTaskGroup) {
    switch event {
    case .source(.line(let line)):
      reader.taken()
      take(line)
    case .source(.ended(let how)): endSource(how, &group)
    case .delivered(let notice, let problem): end(notice, problem)
    case .tick: alarm = nil
    case .listen: if !isStopping { listen() }
    case .stop: stop(&group)
    case .leave: ending = .stopped
    }
    guard ending == nil else { return }
    proceed(&group)
    // Between these, a crash loses nothing: what was read since is read again.
    switch event {
    case .delivered, .tick: save()
    case .source, .listen, .stop, .leave: break
    }
  }

  private mutating func take(_ line: [UInt8]) {
    guard let record = LogLine.record(line) else {
      // Entries of others, or of no known form, are not its words.
      if line.first != UInt8(ascii: "{") { words = LogText.safe(String(decoding: line, as: UTF8.self)) }
      return
    }
    if deafness > 0, record.cursor != nil { deafness = 0 }
    memory.cursor = record.cursor ?? memory.cursor
    memory.at = max(memory.at, record.at)
    isDirty = true
    // Records about notices are never worth a notice.
    guard record.level.isAtLeast(service.settings.level), !record.event.hasPrefix("notify.") else { return }
    memory.desk.take(record, at: Date())
  }

  private mutating func endSource(_ how: String?, _ group: inout DiscardingTaskGroup) {
    guard case .journal = service.source, !isStopping else {
      hasEnded = true
      return
    }
    if how == nil, !hasCaughtUp {
      hasCaughtUp = true
      return listen()
    }
    deafness += 1
    let wait = Duration.seconds(min(5 * (1 << min(deafness - 1, 6)), 300))
    let why = [how ?? "it has ended", words].filter { !$0.isEmpty }.joined(separator: ": ")
    log.write(.notifyFailed(.deaf(why: why, retryIn: wait)))
    later(wait, .listen, &group)
  }

  private mutating func end(_ notice: Notice, _ problem: String?) {
    isDelivering = false
    isDirty = true
    guard let problem else {
      if memory.desk.failures > 0 { log.write(.notifyRecovered(failures: memory.desk.failures)) }
      memory.desk.sent(notice.id)
      return
    }
    let (wait, givenUp) = memory.desk.failed(notice.id, at: Date())
    log.write(
      .notifyFailed(
        .notSent(
          why: problem, waiting: memory.desk.waiting.count + givenUp, failures: memory.desk.failures, retryIn: wait)))
    if givenUp > 0 { lose(givenUp, "not sent within a day") }
  }

  private mutating func lose(_ count: Int, _ why: String) {
    hasLost = true
    log.write(.notifyFailed(.lost(count, why: why)))
  }

  private mutating func stop(_ group: inout DiscardingTaskGroup) {
    guard !isStopping else { return }
    isStopping = true
    reader.stop()
    later(Self.stopPatience, .leave, &group)
  }

  // MARK: What follows

  private mutating func proceed(_ group: inout DiscardingTaskGroup) {
    if isStopping {
      if !isDelivering { ending = .stopped }
      return
    }
    let now = Date()
    let waiting = memory.desk.waiting.count
    let over = memory.desk.gather(host: service.settings.host, isEnd: hasEnded, at: now)
    if over > 0 { lose(over, "\(NoticeDesk.mostWaiting) others wait already") }
    if memory.desk.waiting.count != waiting { save() }
    deliver(&group, at: now)
    if hasEnded, !isDelivering { finish() }
    if ending == nil { plan(&group, at: now) }
  }

  private mutating func deliver(_ group: inout DiscardingTaskGroup, at now: Date) {
    guard !isDelivering, let notice = memory.desk.next(at: now) else { return }
    isDelivering = true
    let (courier, lost) = (service.courier, memory.desk.lost)
    group.addTask { [post] in
      post.yield(.delivered(notice, problem: await courier.deliver(notice, lost: lost)))
    }
  }

  /// The log has ended: everything was sent, or there is no use in trying on.
  private mutating func finish() {
    let left = memory.desk.waiting.count
    if left > 0, memory.desk.failures < Self.mostTries { return }
    if left > 0 { lose(left, "\(Self.mostTries) tries have failed") }
    ending = hasLost ? .leftUnsent : .done
  }

  /// Sees to it that the next event comes when something is due.
  private mutating func plan(_ group: inout DiscardingTaskGroup, at now: Date) {
    guard let wake = memory.desk.wake, !(isDelivering && wake <= now) else { return }
    if let alarm, alarm.at <= wake, alarm.at > now { return }
    alarm?.signal.cancel()
    let signal = CancelSignal()
    alarm = (wake, signal)
    let wait = Duration.seconds(max(0.01, wake.timeIntervalSince(now)))
    group.addTask { [post] in await signal.after(wait) { post.yield(.tick) } }
  }

  private func later(_ wait: Duration, _ event: NoticeService.Event, _ group: inout DiscardingTaskGroup) {
    group.addTask { [post] in
      do { try await ContinuousClock().sleep(for: wait) } catch { return }
      post.yield(event)
    }
  }

  // MARK: Memory

  private mutating func save() {
    guard isDirty, let directory = service.settings.directory else { return }
    guard let problem = memory.save(in: directory) else {
      (isDirty, isForgetful) = (false, false)
      return
    }
    if !isForgetful { log.write(.notifyFailed(.forgetful(why: problem))) }
    isForgetful = true
  }

  /// Writes down what is left.
  mutating func end() {
    reader.stop()
    save()
  }
}
