import Inspection
import Pacing
import Synchronization
import Testing

@Suite("Long work shows that it lives")
struct ProgressTests {
  /// What was drawn by a clock that is moved by hand.
  private final class Screen: Sendable {
    private let state = Mutex<(now: Instant, lines: [String])>((Instant(nanoseconds: 0), []))

    func progress(_ form: WorkProgress.Form) -> WorkProgress {
      WorkProgress(form, clock: { self.state.withLock { $0.now } }) { line in
        self.state.withLock { $0.lines.append(line) }
      }
    }

    func pass(_ time: Duration, _ progress: WorkProgress) {
      state.withLock { $0.now = $0.now + time }
      progress.tick()
    }

    /// What was drawn since the last time.
    var drawn: [String] {
      state.withLock { state in
        defer { state.lines = [] }
        return state.lines
      }
    }
  }

  @Test("in the first second nothing is said; then what it does, how far it is, and about how long it still takes")
  func line() {
    let screen = Screen()
    let progress = screen.progress(.line(columns: 80))
    progress.begin("checking the audit trail", unit: "lines")
    progress.advance(to: 0, of: 1_000_000)
    screen.pass(.milliseconds(900), progress)
    progress.advance(to: 90_000, of: 1_000_000)
    #expect(screen.drawn.isEmpty)
    screen.pass(.milliseconds(100), progress)
    #expect(
      screen.drawn == ["checking the audit trail, 90,000 of 1,000,000 lines (9 %), about 11 s left"])
    // No more than ten drawings a second, however often it is told.
    for done in 1...500 { progress.advance(to: 90_000 + done, of: 1_000_000) }
    #expect(screen.drawn.isEmpty)
    screen.pass(.seconds(4), progress)
    progress.advance(to: 500_000, of: 1_000_000)
    screen.pass(.milliseconds(250), progress)
    #expect(screen.drawn.last == "checking the audit trail, 500,000 of 1,000,000 lines (50 %), about 6 s left")
    progress.end()
    #expect(screen.drawn == [""])
    screen.pass(.seconds(1), progress)
    progress.end()
    #expect(screen.drawn.isEmpty)
  }

  @Test("what is over within a second leaves nothing behind")
  func short() {
    let screen = Screen()
    let progress = screen.progress(.line(columns: 80))
    progress.begin("acme: reading the list", unit: "tasks")
    screen.pass(.milliseconds(990), progress)
    progress.end()
    #expect(screen.drawn.isEmpty)
  }

  @Test("a wait says what for and how long, until it is over or the work goes on")
  func waiting() {
    let screen = Screen()
    let progress = screen.progress(.line(columns: 80))
    progress.begin("acme: logging in")
    progress.wait(for: "the limit of logins", until: Instant(nanoseconds: 29_500_000_000))
    screen.pass(.seconds(1), progress)
    #expect(screen.drawn == ["acme: logging in, waiting for the limit of logins, about 29 s left"])
    screen.pass(.seconds(20), progress)
    #expect(screen.drawn == ["acme: logging in, waiting for the limit of logins, about 9 s left"])
    progress.begin("acme: reading the list", unit: "tasks")
    #expect(screen.drawn == ["acme: reading the list"], "a new step is shown at once")
    screen.pass(.seconds(2), progress)
    #expect(screen.drawn == ["acme: reading the list, for 2 s"])
    progress.advance(to: 100, of: nil)
    screen.pass(.seconds(1), progress)
    #expect(screen.drawn.last == "acme: reading the list, 100 tasks so far, for 3 s")
  }

  @Test("whoever knows how long the rest takes is believed, and it counts down by itself")
  func known() {
    let screen = Screen()
    let progress = screen.progress(.line(columns: 80))
    progress.begin("acme: reading details")
    progress.advance(to: 30, of: 90, left: .seconds(150))
    screen.pass(.seconds(10), progress)
    #expect(screen.drawn == ["acme: reading details, 30 of 90, about 2 min left"])
    screen.pass(.seconds(100), progress)
    #expect(screen.drawn == ["acme: reading details, 30 of 90, about 40 s left"])
  }

  @Test("a line is no wider than the terminal, and nothing in it acts on the terminal")
  func width() {
    let screen = Screen()
    let progress = screen.progress(.line(columns: 20))
    progress.begin("acme\u{1B}[2J: reading 漢字漢字漢字")
    screen.pass(.seconds(1), progress)
    #expect(screen.drawn == ["acme\\u{1b}[2J: rea…"])
  }

  @Test("a terminal that cannot go back gets a line for each step that takes long, and one every half minute")
  func plain() {
    let screen = Screen()
    let progress = screen.progress(.plain)
    progress.begin("acme: logging in")
    screen.pass(.milliseconds(500), progress)
    progress.begin("acme: reading details")
    progress.advance(to: 1, of: 4)
    screen.pass(.milliseconds(900), progress)
    #expect(screen.drawn.isEmpty)
    screen.pass(.milliseconds(100), progress)
    #expect(screen.drawn == ["acme: reading details, 1 of 4, about 3 s left"])
    for _ in 0..<116 { screen.pass(.milliseconds(250), progress) }
    #expect(screen.drawn.isEmpty)
    for _ in 0..<4 { screen.pass(.milliseconds(250), progress) }
    #expect(screen.drawn == ["acme: reading details, 1 of 4, about 93 s left"])
    progress.end()
    #expect(screen.drawn.isEmpty)
  }

  @Test("where there is no terminal nothing is said")
  func none() {
    let screen = Screen()
    let progress = screen.progress(.none)
    progress.begin("acme: logging in")
    screen.pass(.seconds(60), progress)
    progress.end()
    #expect(screen.drawn.isEmpty && !progress.isShown)
  }
}
