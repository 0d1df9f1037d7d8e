import Foundation
import JSON
import MCP
import TestSupport
import Testing

/// Runs the built binary on every example and compares what it answers with what was recorded.
@Suite(.timeLimit(.minutes(10)))
struct ExamplesTests {
  static let examples: [String] = {
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: Repository.file("examples").path)
    return (names ?? []).filter { $0.hasSuffix(".in.jsonl") }
      .map { String($0.dropLast(".in.jsonl".count)) }.sorted()
  }()

  private static let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"

  /// A moment at which the sandbox's clock stands still, so that its answers can be compared.
  private static let arguments = ["serve", "--sandbox", "--sandbox-time", "2026-04-15T12:00:00Z"]

  @Test func `there is an example of each named tool in both eras`() {
    for tool in [
      "get_clicks", "get_scores", "trigger_crawl", "create_rotator", "send_message",
      "get_project_stats",
    ] {
      #expect(Self.examples.contains(tool))
      #expect(Self.examples.contains("\(tool).legacy"))
    }
  }

  @Test(arguments: examples)
  func `answers an example as recorded`(example: String) async throws {
    let input = try String(
      contentsOf: Repository.file("examples/\(example).in.jsonl"), encoding: .utf8)
    let transcript = try await Self.play(input.split(separator: "\n").map(String.init))
    #expect(transcript.problems == [])
    let lines = transcript.output.map { Self.masked($0).description }
    let recorded = Repository.file("examples/\(example).out.jsonl")
    if Self.isRecording {
      try (lines.joined(separator: "\n") + "\n").write(
        to: recorded, atomically: true, encoding: .utf8)
      Issue.record("\(example) was recorded; look at it, then run again without RECORD=1")
      return
    }
    let expected = try String(contentsOf: recorded, encoding: .utf8).split(separator: "\n")
    #expect(lines == expected.map(String.init))
  }

  /// A message without what differs from one process to the next: the seal on a question.
  private static func masked(_ message: JSONValue) -> JSONValue {
    guard message["result"]?["requestState"] != nil else { return message }
    return message.setting("/result/requestState", to: "sealed")
  }

  /// A message whose masked seal is the one that the server handed out last.
  private static func unmasked(_ message: JSONValue, after output: [JSONValue]) -> JSONValue {
    guard message["params"]?["requestState"] == "sealed",
      let seal = output.last(where: { $0["result"]?["requestState"] != nil })
    else { return message }
    return message.setting("/params/requestState", to: seal["result"]?["requestState"])
  }

  /// Sends one message after the other, each once the one before has its answer, as a host does.
  private static func play(_ lines: [String]) async throws -> Transcript {
    let process = try ServerProcess(arguments)
    let messages = try lines.map { try JSONValue(parsing: $0) }
    var transcript = Transcript()
    var output = process.lines.makeAsyncIterator()
    for (line, message) in zip(lines, messages) {
      let isMasked = message["params"]?["requestState"] == "sealed"
      process.send(isMasked ? unmasked(message, after: transcript.output).description : line)
      guard let id = message["id"] else { continue }
      repeat {
        guard let answer = await output.next() else { return transcript }
        transcript.take(answer, answering: messages)
      } while transcript.output.last?["id"] != id
    }
    process.closeInput()
    while let line = await output.next() { transcript.take(line, answering: messages) }
    #expect(await process.exitStatus() == 0)
    return transcript
  }
}
