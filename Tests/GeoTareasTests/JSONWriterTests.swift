import GeoTareas
import JSON
import Testing

/// A small seeded generator (xorshift64*).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> UInt64 {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return state &* 0x2545_F491_4F6C_DD1D
  }
}

@Suite("JSON writer")
struct JSONWriterTests {
  private func value(depth: Int, _ random: inout SeededGenerator) -> JSONValue {
    switch Int.random(in: 0..<(depth > 4 ? 5 : 7), using: &random) {
    case 0: return .null
    case 5: return .array((0..<Int.random(in: 0...4, using: &random)).map { _ in value(depth: depth + 1, &random) })
    case 4: return .unreadable
    case 1: return .bool(.random(using: &random))
    case 2: return .number(["0", "-0", "1e400", "0.10", "123456789012345678901"].randomElement(using: &random) ?? "0")
    case 3: return .string(text(&random))
    default:
      let count = Int.random(in: 0...20, using: &random)
      return .object((0..<count).map { JSONMember("\($0)" + text(&random), value(depth: depth + 1, &random)) })
    }
  }

  private func text(_ random: inout SeededGenerator) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0...12, using: &random) {
      let top: UInt32 = [0x7f, 0x2100, 0x10FFFF].randomElement(using: &random) ?? 0x7f
      if let scalar = Unicode.Scalar(UInt32.random(in: 1...top, using: &random)) { text.unicodeScalars.append(scalar) }
    }
    return text
  }

  @Test("what is written reads back as the same value and writes as the same text", arguments: 0..<300)
  func roundTrip(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed + 1)
    let value = value(depth: 0, &random)
    let read = try json(value.text)
    #expect(read == value)
    #expect(read.text == value.text)
  }

  @Test("control characters are written as escapes, so that no line can be broken")
  func controls() {
    #expect(JSONValue.string("a\u{0}\u{1}\n\r\t\u{1f}\u{7f}\"\\é").text == #""a\u0000\u0001\n\r\t\u001f\u007f\"\\é""#)
  }

  @Test("a broken document never crashes the reader", arguments: 0..<40)
  func mutations(seed: UInt64) {
    var random = SeededGenerator(seed: seed + 99)
    let originals = [VendorSamples.list, VendorSamples.detail, VendorSamples.completed].map { Array($0.utf8) }
    for _ in 0..<100 {
      var bytes = originals.randomElement(using: &random) ?? []
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: index)
        case 2: bytes.insert(contentsOf: Array("{}[]\",:\\u-.eE0n".utf8).shuffled(using: &random).prefix(3), at: index)
        case 3: bytes.removeSubrange(index...)
        default: bytes.insert(contentsOf: bytes[index...].prefix(40), at: index)
        }
        if bytes.isEmpty { bytes = [0x7B] }
      }
      guard let value = try? JSONReader.read(bytes) else { continue }
      // What is accepted can be decoded without a crash and written again.
      #expect((try? json(value.text)) == value)
      if let data = value["data"] {
        _ = TaskDetail(data)
        _ = Reply.page(data: data, meta: value["meta"])
      }
    }
  }
}
