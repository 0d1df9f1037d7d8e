import Foundation
import JSON
import Logging
import Synchronization
import TestSupport
import Testing

@testable import Host

@Suite(.timeLimit(.minutes(10))) struct `A log that nobody reads` {
  /// Takes so many bytes, and no more until there is room again.
  private final class Room: Sendable {
    private let state = Mutex<(left: Int, bytes: [UInt8])>((0, []))

    var text: String { state.withLock { String(decoding: $0.bytes, as: UTF8.self) } }

    func make(_ count: Int) { state.withLock { $0.left = count } }

    func take(_ bytes: ArraySlice<UInt8>) -> Int {
      state.withLock { state in
        let count = min(state.left, bytes.count)
        state.bytes += bytes.prefix(count)
        state.left -= count
        return count
      }
    }
  }

  private let room = Room()

  private func logger(_ format: LogFormat = .text) -> Logger {
    let output = LogOutput { [room] in room.take($0) }
    let time = LogTime(second: Timestamp(secondsSince1970: 0), milliseconds: 0)
    return Logger(label: "x") {
      LineLogHandler(label: $0, format: format, output: output, now: { time })
    }
  }

  @Test(arguments: [1, 7])
  func `B8: drops lines, and tells how many when there is room again`(count: Int) {
    let logger = logger()
    for _ in 1...count { logger.error("dropped") }
    room.make(1000)
    logger.error("seen")
    logger.error("seen too")
    let start = "1970-01-01T00:00:00.000Z"
    #expect(
      room.text == """
        \(start) warning x: lines of the log were dropped, because nobody read it lines=\(count)
        \(start) error x: seen
        \(start) error x: seen too

        """)
  }

  @Test func `B8: tells it as JSON where the log is JSON`() throws {
    let logger = logger(.json)
    logger.error("dropped")
    room.make(1000)
    logger.error("seen")
    let lines = try room.text.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    #expect(lines.count == 2)
    #expect(lines.first?["metadata"] == ["lines": 1])
    #expect(lines.first?["level"] == "warning")
  }

  @Test func `B8: begins a new line after one that didn't fit whole`() {
    let logger = logger()
    room.make(30)
    logger.error("torn apart")
    logger.error("dropped")
    room.make(1000)
    logger.error("seen")
    let lines = room.text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 4)
    #expect(lines[0].utf8.count == 30)
    #expect(lines[1].hasSuffix("lines=2"))
    #expect(lines[2].hasSuffix("error x: seen"))
  }

  @Test func `B8: is never waited for at a pipe that is full`() throws {
    let pipe = try PrivateDescriptors.pipe()
    defer {
      close(pipe.reading)
      close(pipe.writing)
    }
    let output = LogOutput(pipe.writing)
    // Many times what a pipe holds; one of them is longer than what it takes in one piece.
    for _ in 1...300 { output.append(String(repeating: "x", count: 5000)) { "\($0)" } }
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    let count = read(pipe.reading, &chunk, chunk.count)
    #expect(count > 4096)
    output.append("seen") { "\($0) dropped" }
    let rest = read(pipe.reading, &chunk, chunk.count)
    let text = String(decoding: chunk[..<max(0, rest)], as: UTF8.self)
    #expect(text.hasSuffix(" dropped\nseen\n"), "\(text.suffix(40))")
  }

  @Test func `B8: goes on when its reader has gone`() throws {
    let pipe = try PrivateDescriptors.pipe()
    close(pipe.reading)
    defer { close(pipe.writing) }
    let output = LogOutput(pipe.writing)
    for _ in 1...3 { output.append("unread") { "\($0)" } }
  }

  @Test func `B8: stops no call`() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "clickport-log-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    // A pipe that is open for reading, and isn't read.
    let errors = folder.appending(path: "errors")
    #expect(mkfifo(errors.path, 0o600) == 0)
    let reader = PrivateDescriptors.make { [open(errors.path, O_RDWR | O_NONBLOCK)] }[0]
    defer { close(reader) }
    let process = try ServerProcess(
      ["serve", "--sandbox", "--log-level", "info", "--log-format", "json"], errorFile: errors)
    let calls = (1...1000).map { id in
      #"{"jsonrpc":"2.0","id":\#(id),"method":"tools/call","params":{"name":"get_device_status","#
        + #""arguments":{},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","#
        + #""io.modelcontextprotocol/clientCapabilities":{}}}}"#
    }
    process.send(Data((calls.joined(separator: "\n") + "\n").utf8))
    process.closeInput()
    var answers = 0
    for await line in process.lines where line.contains(#""result""#) { answers += 1 }
    #expect(answers == 1000)
    #expect(await process.exitStatus() == 0)
  }
}
