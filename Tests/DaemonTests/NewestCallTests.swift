import Daemon
import Testing

/// Which of two results of calls waits.
@Suite struct NewestCallTests {
  @Test("what came of a call to the receiver of before never takes the place of what came of one to the new receiver")
  func order() {
    for numbers in [[1, 2], [2, 1]] {
      var newest = NewestCall<String>()
      for number in numbers { newest.put(number, "receiver \(number)") }
      let taken = newest.take()
      #expect(taken?.number == 2 && taken?.outcome == "receiver 2")
      #expect(newest.take() == nil)
    }
  }

  @Test("once a result was taken, the next one of any receiver waits, and the last one of the same receiver counts")
  func next() {
    var newest = NewestCall<String>()
    newest.put(2, "new")
    _ = newest.take()
    newest.put(1, "old")
    newest.put(1, "old, once more")
    #expect(newest.take()?.outcome == "old, once more")
  }
}
