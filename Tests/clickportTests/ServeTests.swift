import Foundation
import JSON
import MCP
import TestSupport
import Testing

/// `clickport serve` as a host sees it: a process with three streams.
@Suite(.timeLimit(.minutes(10)))
struct ServeTests {
  private static let envelope =
    #""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}"#

  private static func listTools(_ id: String) -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"method":"tools/list","params":{\#(envelope)}}"#
  }

  @Test func `answers every request of a piped example, and ends`() async throws {
    let input = try String(
      contentsOf: Repository.file("examples/get_clicks.in.jsonl"), encoding: .utf8)
    let outcome = try await ServerProcess.run(["serve", "--sandbox"], input: input)
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    let requests = try input.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    var transcript = Transcript()
    for line in outcome.lines { transcript.take(line, answering: requests) }
    #expect(transcript.problems == [])
    #expect(Set(transcript.output.map { $0["id"] }) == Set(requests.map { $0["id"] }))
  }

  @Test func `has the page that draws answers in it`() async throws {
    let read =
      #"{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"ui://clickport/chart",\#(Self.envelope)}}"#
    let outcome = try await ServerProcess.run(["serve", "--sandbox"], input: read + "\n")
    let answer = try JSONValue(parsing: #require(outcome.lines.first))
    let page = try String(
      contentsOf: Repository.file("Sources/EmbeddedManifest/chart.html"), encoding: .utf8)
    #expect(answer["result"]?["contents"]?.array?.first?["text"]?.string == page)
  }

  @Test func `serves without a command, and ends at once with its input`() async throws {
    let outcome = try await ServerProcess.run([])
    #expect(outcome.status == 0)
    #expect(outcome.lines == [])
    #expect(outcome.errors == "")
  }

  @Test func `lists the same bytes in every process`() async throws {
    let first = try await ServerProcess.run([], input: Self.listTools("1") + "\n")
    let second = try await ServerProcess.run([], input: Self.listTools("1") + "\n")
    #expect(first.lines.count == 1)
    #expect(first.lines == second.lines)
  }

  @Test func `starts and lists without any key, and tells at the call which is missing`()
    async throws
  {
    let call = """
      {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"get_scores",\
      "arguments":{"client_id":1},\(Self.envelope)}}
      """
    let outcome = try await ServerProcess.run(["serve"], input: call + "\n")
    let answer = try JSONValue(parsing: #require(outcome.lines.first))
    let text = answer["result"]?["content"]?.array?.first?["text"]?.string ?? ""
    let error = try JSONValue(parsing: text)
    #expect(error["code"] == "missing_credentials")
    #expect(error["message"]?.string?.contains("CLICKMEDIAS_API_KEY") == true)
  }

  @Test func `ends at once on the signal hosts send`() async throws {
    let process = try ServerProcess(["serve", "--sandbox"])
    process.send(Self.listTools("1"))
    var lines = process.lines.makeAsyncIterator()
    _ = await lines.next()
    process.signal(SIGTERM)
    #expect(await process.exitStatus() == -SIGTERM)
  }

  @Test func `refuses to start with a broken overlay, and says all that is wrong with it`()
    async throws
  {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json")
    try #"{"providers": 5, "manifest_version": 2}"#.write(
      to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let outcome = try await ServerProcess.run(["serve", "--manifest", file.path])
    #expect(outcome.status == 1)
    #expect(outcome.lines == [])
    #expect(outcome.errors.contains("\(file.path): /manifest_version"))
    #expect(outcome.errors.contains("\(file.path): /providers"))
  }

  /// Good requests among lines of every bad kind, 10,000 in all.
  private static let flood: (input: String, ids: Set<JSONValue>) = {
    var lines: [String] = []
    var ids: Set<JSONValue> = []
    for number in 0..<10_000 {
      let id = number % 2 == 0 ? "\(number)" : "\"s\(number)\""
      switch number % 10 {
      case 0, 1: lines.append(listTools(id))
      case 2, 3:
        lines.append(
          #"{"jsonrpc":"2.0","id":\#(id),"method":"tools/call","params":{"name":"get_scores","arguments":{"client_id":\#(number % 15)},\#(envelope)}}"#
        )
      case 4: lines.append(#"{"jsonrpc":"2.0","id":\#(id),"method":"no/such/method"}"#)
      case 5: lines.append(#"{"jsonrpc":"2.0","id":\#(id)}"#)
      case 6: lines.append("{\"jsonrpc\":\"2.0\",\"id\":\(id),")
      case 7: lines.append(String(repeating: "[", count: 500))
      case 8: lines.append(#"{"jsonrpc":"2.0","method":"notifications/nothing"}"#)
      default: lines.append("\u{0}\u{1}\"\\ud800")
      }
      if number % 10 < 7 { ids.insert((try? JSONValue(parsing: id)) ?? .null) }
    }
    return (lines.joined(separator: "\n") + "\n", ids)
  }()

  @Test func `answers each of 10,000 good and hostile lines once, in bounded memory`() async throws
  {
    let process = try ServerProcess(["serve", "--sandbox", "--log-level", "critical"])
    process.send(Data(Self.flood.input.utf8))
    var answered: [JSONValue: Int] = [:]
    var unnamed = 0
    var problems: Set<String> = []
    var kinds: Set<JSONValue> = []
    var lines = process.lines.makeAsyncIterator()
    // 7,000 have an id, 2,000 have none that can be read, 1,000 want no answer.
    while answered.count + unnamed < 9_000, let line = await lines.next() {
      let message = try JSONValue(parsing: line)
      if let id = message["id"] { answered[id, default: 0] += 1 } else { unnamed += 1 }
      // Most differ in their id only: each kind is validated once.
      guard kinds.insert(message["result"] ?? message["error"] ?? .null).inserted else { continue }
      let method = message["result"]?["tools"] == nil ? "tools/call" : "tools/list"
      problems.formUnion(
        ProtocolSchemas.shared.problems(in: message, .july2026, answering: method))
    }
    let peak = try Self.peakMemory(of: process.processIdentifier)
    process.closeInput()
    #expect(await lines.next() == nil)
    #expect(await process.exitStatus() == 0)
    #expect(Set(answered.keys) == Self.flood.ids)
    #expect(answered.values.allSatisfy { $0 == 1 })
    #expect(unnamed == 2_000)
    #expect(problems == [])
    if let peak { #expect(peak < 64 << 20, "peak memory was \(peak >> 20) MiB") }
  }

  /// The most memory that process has had resident, in bytes; nothing where the system won't say.
  private static func peakMemory(of process: Int32) throws -> Int? {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
    else { return nil }
    return Int(line.filter(\.isNumber)).map { $0 << 10 }
  }
}
