import Pacing
import Testing

@Suite("Fair scheduler")
struct FairSchedulerTests {
  private func head(_ rank: Int, _ deadline: Int64) -> FairScheduler.Head {
    FairScheduler.Head(rank: rank, deadline: deadline)
  }

  @Test("four turns go to the lowest rank, the fifth to the earliest deadline among the others")
  func floor() {
    var turns = FairScheduler()
    let heads = [head(2, 50), head(0, 90), head(1, 60)]
    #expect((0..<10).map { _ in turns.pick(heads) } == [1, 1, 1, 1, 0, 1, 1, 1, 1, 0])
  }

  @Test("of one rank the earliest deadline goes first, of the same deadline the first")
  func ties() {
    var turns = FairScheduler()
    #expect(turns.pick([head(1, 7), head(1, 5), head(1, 5)]) == 1)
  }

  @Test("with one rank only, or nothing, there is nothing to choose")
  func alone() {
    var turns = FairScheduler()
    #expect((0..<6).map { _ in turns.pick([head(3, 1)]) } == Array(repeating: 0, count: 6))
    #expect(turns.pick([]) == nil)
  }
}
