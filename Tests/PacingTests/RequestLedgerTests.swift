import Pacing
import Testing

/// Moments in milliseconds, for short tests.
func at(_ milliseconds: Int64) -> Instant { Instant(nanoseconds: milliseconds * 1_000_000) }

@Suite("Request ledger")
struct RequestLedgerTests {
  let limit = RateLimit(requests: 2, per: .seconds(10))

  func ledger() -> RequestLedger { RequestLedger(limit: limit, margin: .milliseconds(250)) }

  @Test("a token comes back a window and a margin after its own answer, not after its sending")
  func comesBack() {
    var ledger = ledger()
    ledger.take(1, at: at(0))
    ledger.settle(1, at: at(4_000))
    #expect(ledger.available(at: at(14_249)) == 1)
    #expect(ledger.available(at: at(14_250)) == 2)
  }

  @Test("without an answer a token never comes back, and the time of its return is not known")
  func unanswered() {
    var ledger = ledger()
    ledger.take(1, at: at(0))
    ledger.take(2, at: at(0))
    #expect(ledger.available(at: at(1_000_000)) == 0)
    #expect(ledger.nextAvailable(at: at(1_000_000)) == nil)
    ledger.settle(2, at: at(1_000_000))
    #expect(ledger.nextAvailable(at: at(1_000_000)) == at(1_010_250))
  }

  @Test("a second answer to the same request changes nothing")
  func settlesOnce() {
    var ledger = ledger()
    ledger.take(1, at: at(0))
    ledger.settle(1, at: at(100))
    ledger.settle(1, at: at(9_000))
    ledger.settle(7, at: at(9_000))
    #expect(ledger.available(at: at(10_350)) == 2)
  }

  @Test("a request that provably never left gives its token back at once")
  func givesBack() {
    var ledger = ledger()
    ledger.take(1, at: at(0))
    ledger.giveBack(1)
    #expect(ledger.available(at: at(0)) == 2)
    #expect(ledger.entries.isEmpty)
  }

  @Test("a block holds everything back, and a shorter one does not shorten it")
  func blocks() {
    var ledger = ledger()
    ledger.block(until: at(5_000))
    ledger.block(until: at(3_000))
    #expect(ledger.available(at: at(4_999)) == 0)
    #expect(ledger.nextAvailable(at: at(0)) == at(5_000))
    #expect(ledger.available(at: at(5_000)) == 2)
  }

  @Test("a block and a missing token add up to the later of the two")
  func blockAndToken() {
    var ledger = ledger()
    ledger.take(1, at: at(0))
    ledger.take(2, at: at(0))
    ledger.settle(1, at: at(100))
    ledger.settle(2, at: at(200))
    ledger.block(until: at(2_000))
    #expect(ledger.nextAvailable(at: at(1_000)) == at(10_350))
    ledger.block(until: at(20_000))
    #expect(ledger.nextAvailable(at: at(1_000)) == at(20_000))
  }

  @Test(
    "the lower of the configured and the server's limit counts, and never less than one",
    arguments: [(1, 1), (2, 2), (5, 2), (0, 1), (-3, 1)])
  func serverLimit(named: Int, capacity: Int) {
    var ledger = ledger()
    ledger.note(serverLimit: named)
    #expect(ledger.capacity == capacity)
    #expect(ledger.available(at: at(0)) == capacity)
  }

  @Test("after the server lowered its limit, nothing goes out until enough tokens are back")
  func lowered() {
    var ledger = ledger()
    ledger.take(1, at: at(0))
    ledger.take(2, at: at(0))
    ledger.settle(1, at: at(0))
    ledger.settle(2, at: at(1_000))
    ledger.note(serverLimit: 1)
    #expect(ledger.available(at: at(10_250)) == 0)
    #expect(ledger.nextAvailable(at: at(2_000)) == at(11_250))
  }

  @Test("tokens of an earlier life count on, those without an answer from the end of their lifetime")
  func restores() {
    var ledger = ledger()
    ledger.restore([.init(id: 1, sent: at(0), settled: at(500)), .init(id: 2, sent: at(0))], lifetime: .seconds(60))
    #expect(ledger.available(at: at(10_749)) == 0)
    #expect(ledger.available(at: at(10_750)) == 1)
    #expect(ledger.available(at: at(70_249)) == 1)
    #expect(ledger.available(at: at(70_250)) == 2)
    #expect(ledger.nextAvailable(at: at(600)) == at(10_750))
  }

  @Test("a request that is never answered holds its own token for ever, and no others")
  func neverAnswered() {
    var ledger = ledger()
    ledger.take(0, at: at(0))
    for id in Int64(1)...100 {
      ledger.take(id, at: at(id * 11_000))
      ledger.settle(id, at: at(id * 11_000 + 100))
    }
    #expect(ledger.entries.count <= 5)
    #expect(ledger.available(at: at(2_000_000)) == 1)
  }
}
