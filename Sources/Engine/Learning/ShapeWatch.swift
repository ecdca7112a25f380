import Foundation
import GeoTareas
import Pacing
import Records

/// Compares what the API's answers consist of with what they did before.
///
/// One answer of each endpoint in an hour is looked at. What is new is told at once, and what is missing after a day.
/// What the vendor's pages describe is no news, whenever it is first seen. No decision rests on it.
struct ShapeWatch: Sendable {
  /// The time from one look at an endpoint's answers to the next.
  static let lookEvery: Duration = .seconds(3_600)
  /// A key that was missing for so long, and in so many looks, is gone.
  private static let goneAfter: TimeInterval = 86_400
  private static let missesUntilGone = 6
  /// The journal is told of an unchanged shape when this much time has passed since it was.
  private static let renewal: TimeInterval = 86_400
  /// The most that is kept of an endpoint.
  private static let mostParts = 400
  private static let mostCodes = 16

  private var known: [Endpoint: KnownShape] = [:]
  private var nextLook: [Endpoint: Instant] = [:]

  init(_ shapes: [KnownShape] = []) { for shape in shapes { known[shape.endpoint] = shape } }

  /// About how many bytes are held.
  var held: Int {
    known.values.reduce(0) { sum, shape in
      sum + shape.parts.reduce(0) { $0 + 256 + $1.key.utf8.count + $1.value.codes.count * 64 }
    }
  }

  func isDue(_ endpoint: Endpoint, at now: Instant) -> Bool { nextLook[endpoint].map { $0 <= now } ?? true }

  /// The journal did not keep it: it is to be told again.
  mutating func retell(_ endpoint: Endpoint) { known[endpoint]?.at = .distantPast }

  /// Takes in an answer; returns what is news for people, and what the journal is to keep.
  mutating func look(
    at shape: AnswerShape, of endpoint: Endpoint, at now: ClockReading
  ) -> (news: Report.ChangedAnswers?, record: KnownShape?) {
    guard !shape.isEmpty else { return (nil, nil) }
    nextLook[endpoint] = now.instant + Self.lookEvery
    let before = known[endpoint]
    var after = before ?? KnownShape(endpoint, at: now.wall)
    let documented = DocumentedPart.all(of: endpoint)
    var changes: [Report.AnswerChange] = []
    var since = now.wall
    for (path, seen) in shape.parts.sorted(by: { $0.key < $1.key }) {
      changes += Self.take(seen, at: path, documented[path], of: shape, into: &after, at: now.wall)
    }
    for path in after.parts.keys.sorted() where shape.parts[path] == nil {
      guard Self.misses(path, in: shape), documented[path]?.isOptional != true,
        let absent = after.miss(path, at: now.wall)
      else { continue }
      changes.append(.gone(path))
      since = min(since, absent)
    }
    // The first time, it is all there is to compare with.
    let news = before == nil || changes.isEmpty ? nil : Report.ChangedAnswers(endpoint, changes, since: since)
    let isOld = before.map { abs(now.wall.timeIntervalSince($0.at)) >= Self.renewal } ?? true
    guard isOld || after != before else {
      return (news, nil)
    }
    after.at = now.wall
    known[endpoint] = after
    return (news, after)
  }

  /// Takes in what stands at a path, and returns what is new in it.
  private static func take(
    _ seen: AnswerShape.Part, at path: String, _ documented: DocumentedPart?, of shape: AnswerShape,
    into known: inout KnownShape, at now: Date
  ) -> [Report.AnswerChange] {
    let isWhole = parent(of: path).map { seen.count >= shape.objects[$0] ?? 0 } ?? true
    guard var part = known.parts[path] else {
      guard known.parts.count < mostParts else { return [] }
      var part = KnownShape.Part(kinds: seen.kinds, codes: codes(seen.codes), since: now)
      part.isPatchy = !isWhole
      known.parts[path] = part
      guard let documented else { return [.newKey(path, seen.kinds.sorted())] }
      return strange(seen, at: path, documented, beside: KnownShape.Part(kinds: [], codes: [], since: now))
    }
    var changes: [Report.AnswerChange] = part.isGone ? [.back(path)] : []
    // One that comes and goes says nothing.
    if !isWhole || part.misses > 0 { part.isPatchy = true }
    (part.absentSince, part.misses, part.isGone) = (nil, 0, false)
    changes += strange(seen, at: path, documented, beside: part)
    part.kinds.formUnion(seen.kinds)
    part.codes = codes(part.codes.union(seen.codes))
    known.parts[path] = part
    return changes
  }

  /// What is neither documented nor known of a value.
  private static func strange(
    _ seen: AnswerShape.Part, at path: String, _ documented: DocumentedPart?, beside part: KnownShape.Part
  ) -> [Report.AnswerChange] {
    var changes: [Report.AnswerChange] = []
    let kinds = seen.kinds.subtracting(part.kinds).subtracting(documented?.kinds ?? [])
    if !kinds.isEmpty {
      let before = part.kinds.isEmpty ? documented?.kinds ?? [] : part.kinds
      changes.append(.newKind(path, kinds.sorted(), before: before.sorted()))
    }
    guard let listed = documented?.codes, part.codes.count < mostCodes else { return changes }
    for code in seen.codes.subtracting(part.codes).subtracting(listed).sorted() {
      changes.append(.newCode(path, code, before: listed.union(part.codes).sorted()))
    }
    return changes
  }

  private static func codes(_ codes: Set<String>) -> Set<String> { Set(codes.sorted().prefix(mostCodes)) }

  /// Whether the answer has objects that could have what stands at a path.
  private static func misses(_ path: String, in shape: AnswerShape) -> Bool {
    parent(of: path).map { shape.objects[$0] ?? 0 > 0 } ?? false
  }

  private static func parent(of path: String) -> String? { path.lastIndex(of: ".").map { String(path[..<$0]) } }
}

extension KnownShape {
  /// An answer is without what stands at a path; since when, once that is news.
  fileprivate mutating func miss(_ path: String, at now: Date) -> Date? {
    guard var part = parts[path], !part.isPatchy, !part.isGone else { return nil }
    part.misses += 1
    let since = part.absentSince ?? now
    part.absentSince = since
    part.isGone = ShapeWatch.isGone(after: now.timeIntervalSince(since), misses: part.misses)
    parts[path] = part
    return part.isGone ? since : nil
  }
}

extension ShapeWatch {
  fileprivate static func isGone(after time: TimeInterval, misses: Int) -> Bool {
    time >= goneAfter && misses >= missesUntilGone
  }
}
