import JSON
import Synchronization
import Testing
import Tools

@Suite struct `A file that an answer is saved to` {
  private func failure(
    _ path: String, _ sink: StubSink?, overwrite: Bool = false
  ) async -> ToolError? {
    do throws(ToolError) {
      let save = try await FileOutlet(sink: sink).begin(path, overwrite: overwrite)
      try await save.append([1])
      _ = try await save.commit()
      return nil
    } catch {
      return error
    }
  }

  @Test func `is told with its path and length`() async throws {
    let sink = StubSink()
    let save = try await FileOutlet(sink: sink).begin("clicks.jsonl", overwrite: false)
    #expect(save.format == .jsonl)
    try await save.append([1, 2])
    try await save.append([3])
    let saved = try await save.commit()
    #expect(saved.path == "/exports/clicks.jsonl")
    #expect(saved.byteCount == 3)
  }

  @Test func `needs a directory that the operator opens`() async throws {
    let error = await failure("clicks.csv", nil)
    #expect(error?.code == .invalidArguments)
    #expect(error?.problems.first?.argument == "save_to")
    #expect(error?.problems.first?.expected.contains("--save-dir") == true)
  }

  @Test(arguments: ["clicks", "clicks.CSV", "clicks.csv.exe", "csv", "clicks.json", "", "a.csv/"])
  func `ends in a format`(path: String) async throws {
    let error = await failure(path, StubSink())
    #expect(error?.problems.first?.problem == "ends in neither .csv nor .jsonl")
    #expect(error?.problems.first?.expected.contains("/exports") == true)
  }

  @Test(arguments: SaveRefusal.allCases)
  func `that can't be had is a problem of the argument, or the operator's`(
    refusal: SaveRefusal
  ) async throws {
    for sink in [StubSink(refusing: refusal), StubSink(refusing: refusal, atTheEnd: true)] {
      let error = try #require(await failure("clicks.csv", sink))
      switch refusal {
      case .forbidden, .full, .vanished, .failed:
        #expect(error.code == .forbidden)
        #expect(error.message.contains("--save-dir"))
        #expect(error.problems.isEmpty)
      case .cancelled: #expect(error.code == .cancelled)
      case .outside, .hidden, .tooLong, .noDirectory, .link, .taken, .irregular:
        #expect(error.code == .invalidArguments)
        #expect(error.problems.map(\.argument) == ["save_to"])
      }
    }
  }
}

/// Files that are nowhere.
private struct StubSink: FileSink {
  let places = ["/exports"]
  var refusal: SaveRefusal?
  var atTheEnd = false

  init(refusing refusal: SaveRefusal? = nil, atTheEnd: Bool = false) {
    self.refusal = refusal
    self.atTheEnd = atTheEnd
  }

  func begin(_ path: String, overwrite: Bool) throws(SaveRefusal) -> any FileWriter {
    if let refusal, !atTheEnd { throw refusal }
    return StubWriter(path: places[0] + "/" + path, refusal: refusal)
  }
}

private final class StubWriter: FileWriter {
  let path: String
  private let refusal: SaveRefusal?
  private let count = Mutex(0)

  init(path: String, refusal: SaveRefusal?) {
    self.path = path
    self.refusal = refusal
  }

  func append(_ bytes: [UInt8]) { count.withLock { $0 += bytes.count } }

  func commit() throws(SaveRefusal) -> Int {
    if let refusal { throw refusal }
    return count.withLock { $0 }
  }

  func discard() {}
}
