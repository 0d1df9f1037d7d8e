import Foundation
import JSON
import TestSupport
import Testing

/// How `clickport serve` ends when whoever started it dies, hangs up or stops listening.
@Suite(.timeLimit(.minutes(10)))
struct LifecycleTests {
  /// Far longer than any of these tests may take: none passes because time ran out.
  private static let serve = ["serve", "--sandbox", "--drain", "3600"]

  private static func call(_ id: Int, _ tool: String, _ arguments: String) -> String {
    """
    {"jsonrpc":"2.0","id":\(id),"method":"tools/call","params":{"name":"\(tool)","arguments":\
    \(arguments),"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
    "io.modelcontextprotocol/clientCapabilities":{},"progressToken":\(id)}}}
    """
  }

  /// A report is asked for again and again, with pauses, and tells its progress in between.
  private static func report(_ id: Int) -> String {
    call(id, "get_project_stats", #"{"project_id":29583,"refresh":true}"#)
  }

  // MARK: - The client is killed

  /// What a client is doing when it dies, as the line it sent last.
  enum Moment: String, CaseIterable, CustomTestStringConvertible {
    case idle = "while nothing runs"
    case busy = "while a call runs"

    var testDescription: String { rawValue }

    fileprivate var line: String {
      switch self {
      case .idle: #"{"jsonrpc":"2.0","id":1,"method":"ping"}"#
      case .busy: LifecycleTests.report(1)
      }
    }
  }

  /// A client: the one process that holds the other ends of the server's two pipes. It sends a
  /// line, repeats the first that comes back, and waits. The server has a copy of the client's
  /// own output as descriptor 6, so that this ends with the last of the two.
  private static let client = """
    mkfifo "$2/in" "$2/out" || exit 1
    exec 6>&1
    server=$1; folder=$2; line=$3
    shift 3
    "$server" "$@" <"$folder/in" >"$folder/out" &
    exec 3>"$folder/in" 4<"$folder/out"
    printf '%s\\n' "$line" >&3
    read -r answer <&4
    printf '%s\\n' "$answer"
    wait
    """

  @Test(arguments: Moment.allCases)
  func `leaves no process behind when its client is killed`(moment: Moment) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "clickport-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let client = try ServerProcess(
      ["-c", Self.client, "client", ServerProcess.binary.path, folder.path, moment.line]
        + Self.serve,
      program: URL(filePath: "/bin/sh"))
    var lines = client.lines.makeAsyncIterator()
    #expect(await lines.next() != nil, "\(client.errorOutput)")
    client.signal(SIGKILL)
    #expect(await client.exitStatus() == -SIGKILL)
    // Ends when no process has the client's output open any more.
    #expect(await lines.next() == nil)
    #expect(client.errorOutput == "")
  }

  // MARK: - Nobody listens

  @Test(arguments: Moment.allCases)
  func `ends within a second once nobody reads its output`(moment: Moment) async throws {
    let process = try ServerProcess(Self.serve)
    process.send(moment.line)
    var lines = process.lines.makeAsyncIterator()
    #expect(await lines.next() != nil)
    let broken = ContinuousClock.now
    process.stopReading()
    let end = await process.exit()
    #expect(end.status == 0)
    #expect(end.instant - broken < Machine.allows(.seconds(1)))
    #expect(process.errorOutput == "")
  }

  @Test func `ends within a second once nobody reads, with 100 calls at work`() async throws {
    let process = try ServerProcess(Self.serve)
    for id in 0..<100 { process.send(Self.report(id)) }
    var lines = process.lines.makeAsyncIterator()
    for _ in 0..<64 { _ = await lines.next() }
    let broken = ContinuousClock.now
    process.stopReading()
    let end = await process.exit()
    #expect(end.status == 0)
    #expect(end.instant - broken < Machine.allows(.seconds(1)))
  }

  // MARK: - The input ends

  @Test func `answers every call it was sent before its input ended`() async throws {
    let process = try ServerProcess(Self.serve)
    // The report is still being made when the input ends.
    process.send(Self.report(0))
    for id in 1..<64 { process.send(Self.call(id, "list_projects", "{}")) }
    process.closeInput()
    var answered: [Int] = []
    for await line in process.lines {
      let message = try JSONValue(parsing: line)
      guard let id = message["id"]?.int else { continue }
      #expect(message["result"]?.answer != nil, "\(line)")
      answered.append(id)
    }
    #expect(answered.sorted() == Array(0..<64))
    #expect(await process.exitStatus() == 0)
    #expect(process.errorOutput == "")
  }

  @Test func `answers 64 calls that run when its input ends, and then ends`() async throws {
    // Answers when all are there at once, none waiting behind another.
    let service = try LoopbackServer { _ in
      .hold(LoopbackServer.Behaviour.text("200 OK", body: #"{"projects":[]}"#), until: 64)
    }
    let process = try ServerProcess(
      ["serve", "--drain", "20"],
      environment: ["CLICKMAGICK_BASE_URL": service.url, "CLICKMAGICK_API_KEY": "the-key"])
    // A service without limits of its own: no call waits for its turn.
    for id in 0..<64 { process.send(Self.call(id, "list_projects", #"{"search":"\#(id)"}"#)) }
    process.closeInput()
    var answered: [Int] = []
    for await line in process.lines {
      let answer = try JSONValue(parsing: line)
      #expect(answer["result"]?.answer == ["projects": []], "\(line)")
      answered.append(try #require(answer["id"]?.int))
    }
    #expect(answered.sorted() == Array(0..<64))
    #expect(await process.exitStatus() == 0)
    #expect(process.errorOutput == "")
  }

  @Test func `drops what is still running when the drain time is over`() async throws {
    let service = try LoopbackServer { _ in .stall }
    let process = try ServerProcess(
      ["serve", "--drain", "0"],
      environment: ["CLICKMEDIAS_BASE_URL": service.url, "CLICKMEDIAS_API_KEY": "the-key"])
    process.send(Self.call(1, "get_scores", #"{"client_id":1}"#))
    await service.waitForRequests(1)
    process.closeInput()
    #expect(await process.exitStatus() == 0)
    var lines = process.lines.makeAsyncIterator()
    #expect(await lines.next() == nil)
    #expect(process.errorOutput.contains("requests still running were dropped"))
  }

  @Test func `ends within a second once nobody reads, with more calls than it takes`() async throws
  {
    let service = try LoopbackServer { _ in .stall }
    let process = try ServerProcess(
      ["serve", "--call-timeout", "3600"],
      environment: ["CLICKMEDIAS_BASE_URL": service.url, "CLICKMEDIAS_API_KEY": "the-key"])
    for id in 0..<1_500 { process.send(Self.call(id, "get_scores", #"{"client_id":1}"#)) }
    await service.waitForRequests(64)
    let broken = ContinuousClock.now
    process.stopReading()
    let end = await process.exit()
    #expect(end.status == 0)
    #expect(end.instant - broken < Machine.allows(.seconds(1)))
  }
}
