import Foundation
import Host
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

  @Test func `there is an example of each named tool in both eras`() {
    for tool in [
      "get_clicks", "get_scores", "trigger_crawl", "create_rotator", "send_message",
      "get_project_stats",
    ] {
      #expect(Self.examples.contains(tool))
      #expect(Self.examples.contains("\(tool).legacy"))
    }
  }

  /// Those with a period in a zone that only the system's database knows.
  private static let zoned = examples.filter { example in
    let recorded = try? String(
      contentsOf: Repository.file("examples/\(example).out.jsonl"), encoding: .utf8)
    return recorded?.contains(/"time_zone":"[A-Z][A-Za-z]+\//) ?? false
  }

  private static let hasZones = SystemTimeZones(directory: nil).isPresent

  @Test(arguments: examples.filter { !zoned.contains($0) })
  func `answers an example as recorded`(example: String) async throws {
    try await compare(example)
  }

  @Test(.enabled(if: hasZones, "this system has no time zone database"), arguments: zoned)
  func `answers an example about days of a zone as recorded`(example: String) async throws {
    try await compare(example)
  }

  private func compare(_ example: String) async throws {
    let run = try ExampleRun(example)
    let (transcript, isWell) = try await run.play()
    #expect(isWell)
    #expect(transcript.problems == [])
    let lines = transcript.output.map(run.masked)
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
}
