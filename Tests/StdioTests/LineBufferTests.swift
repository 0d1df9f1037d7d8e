import JSONRPC
import Testing

@testable import Stdio

struct LineBufferTests {
  /// Every event of these chunks, up to the end.
  private func events(_ chunks: [String], limit: Int = 8) -> [LineEvent] {
    var buffer = LineBuffer()
    var events: [LineEvent] = []
    for chunk in chunks {
      buffer.append(Array(chunk.utf8))
      while let event = buffer.next(limit: limit) { events.append(event) }
    }
    buffer.end()
    while let event = buffer.next(limit: limit) {
      events.append(event)
      if event == .endOfInput { break }
    }
    return events
  }

  private func line(_ text: String) -> LineEvent { .line(Array(text.utf8)) }

  @Test func `cuts chunks into lines wherever they were split`() {
    #expect(events(["a\nb", "c\r\nd\n"]) == [line("a"), line("bc"), line("d"), .endOfInput])
  }

  @Test func `takes a last line that has no end`() {
    #expect(events(["a\nb"]) == [line("a"), line("b"), .endOfInput])
  }

  @Test func `skips empty lines`() {
    #expect(events(["\n \t\r\na\n\n"]) == [line("a"), .endOfInput])
  }

  @Test func `takes a line at the limit and skips one past it`() {
    #expect(
      events(["12345678\n123456789\nab\n"]) == [
        line("12345678"), .lineTooLong(MessageOutline()), line("ab"), .endOfInput,
      ])
  }

  @Test func `forgets the bytes of a long line while they come in`() {
    #expect(
      events(["12345", "678901", "2345", "\nab"]) == [
        .lineTooLong(MessageOutline()), line("ab"), .endOfInput,
      ])
  }

  @Test func `tells of a long line that the input ends in`() {
    #expect(events(["123456789", "0"]) == [.lineTooLong(MessageOutline()), .endOfInput])
  }

  @Test func `tells what messages were in a long line, in whatever pieces it came`() {
    let text = #"{"params":{"id":7},"id":"a"}"#
    for piece in 1...text.utf8.count {
      let chunks = stride(from: 0, to: text.count, by: piece).map { start in
        String(text.dropFirst(start).prefix(piece))
      }
      #expect(
        events(chunks + ["\n", "{}\n"])
          == [.lineTooLong(MessageOutline(of: Array(text.utf8))), line("{}"), .endOfInput])
    }
  }
}
