import JSON
import Synchronization
import Testing
import Tools

@testable import clickport

/// What a person at a terminal is told while a call waits.
@Suite struct `The line that says what is waited for` {
  private final class Screen: Sendable {
    private let written = Mutex("")
    var text: String { written.withLock { $0 } }
    func line(isShown: Bool = true) -> StatusLine {
      StatusLine(isShown: isShown) { [self] text in written.withLock { $0 += text } }
    }
  }

  private struct Log: CallObserver {
    func callEnded(_ record: CallRecord) {}
  }

  @Test func `is written over itself and taken away once`() {
    let screen = Screen()
    let line = screen.line()
    line.clear()
    line.show("one", width: 80)
    line.show("two\nlines", width: 8)
    line.clear()
    line.clear()
    #expect(screen.text == "\r\u{1B}[K… one\r\u{1B}[K… two …\r\u{1B}[K")
  }

  @Test func `is nothing where no terminal is`() {
    let screen = Screen()
    let line = screen.line(isShown: false)
    line.show("one", width: 80)
    line.clear()
    #expect(screen.text == "")
  }

  @Test func `tells waits, and why something is repeated`() throws {
    let manifest = try ManifestFiles(overlays: []).load()
    let status = CallStatus(over: Log(), on: Screen().line(), manifest)
    func text(_ event: String, _ details: JSONObject) -> String? {
      status.text(of: event, details)
    }
    #expect(
      text("the request waits for its turn", ["provider": "klik", "wait_ms": 1234])
        == "klik.social: the request waits for its turn, 1.2 s")
    #expect(
      text("a request was attempted", ["provider": "klik", "attempt": 1, "status": 503])
        == "klik.social: attempt 1 failed, HTTP 503")
    #expect(
      text("the request will be repeated", ["provider": "klik", "wait_ms": 12_345])
        == "klik.social: the request will be repeated after HTTP 503, 12 s")
    #expect(
      text("a request was attempted", ["provider": "klik", "attempt": 2, "status": 200]) == nil)
    #expect(text("the answer was on record", [:]) == nil)
  }
}
