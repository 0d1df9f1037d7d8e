import Foundation
import JSON
import TestSupport

/// The built binary, playing one example; what it saves goes into a folder of its own.
final class ExampleRun: Sendable {
  /// A moment at which the sandbox's clock stands still, so that its answers can be compared.
  private static let arguments = ["serve", "--sandbox", "--sandbox-time", "2026-04-15T12:00:00Z"]

  /// Where the example's files are, until the run is let go; nil where it saves none.
  let folder: URL?
  private let lines: [String]

  init(_ example: String) throws {
    let input = try String(
      contentsOf: Repository.file("examples/\(example).in.jsonl"), encoding: .utf8)
    lines = input.split(separator: "\n").map(String.init)
    guard input.contains("\"save_to\"") else {
      folder = nil
      return
    }
    let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "clickport-example-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    self.folder = folder
  }

  deinit {
    if let folder { try? FileManager.default.removeItem(at: folder) }
  }

  /// Sends one message after the other, each once the one before has its answer, as a host does.
  /// Gives the transcript and whether the server ended well.
  func play() async throws -> (transcript: Transcript, isWell: Bool) {
    let saving = folder.map { ["--save-dir", $0.path] } ?? []
    let process = try ServerProcess(Self.arguments + saving)
    let messages = try lines.map { try JSONValue(parsing: $0) }
    var transcript = Transcript()
    var output = process.lines.makeAsyncIterator()
    for (line, message) in zip(lines, messages) {
      process.send(Self.unmasked(line, message, after: transcript.output))
      guard let id = message["id"] else { continue }
      repeat {
        guard let answer = await output.next() else { return (transcript, false) }
        transcript.take(answer, answering: messages)
      } while transcript.output.last?["id"] != id
    }
    process.closeInput()
    while let line = await output.next() { transcript.take(line, answering: messages) }
    return (transcript, await process.exitStatus() == 0)
  }

  /// A message without what differs from one run to the next: the seal on a question, the handles
  /// of kept rows, the folder of saved ones.
  func masked(_ message: JSONValue) -> String {
    let isSealed = message["result"]?["requestState"] != nil
    let sealed = isSealed ? message.setting("/result/requestState", to: "sealed") : message
    let line = sealed.description.replacing(Self.handle, with: Self.maskedHandle)
    guard let folder else { return line }
    return line.replacing(folder.path, with: "/exports")
  }

  private static var handle: Regex<Substring> { /r_[0-9a-z]{26}/ }
  /// As long as one, and one that nothing has.
  private static let maskedHandle = "r_" + String(repeating: "0", count: 26)

  /// A message in which masked seals and handles are those that the server handed out last.
  private static func unmasked(
    _ line: String, _ message: JSONValue, after output: [JSONValue]
  ) -> String {
    var line = line
    if message["params"]?["requestState"] == "sealed",
      let seal = output.compactMap({ $0["result"]?["requestState"] }).last
    {
      line = message.setting("/params/requestState", to: seal).description
    }
    guard line.contains(maskedHandle),
      let given = output.compactMap({ $0.description.firstMatch(of: handle) }).last
    else { return line }
    return line.replacing(maskedHandle, with: given.output)
  }
}
