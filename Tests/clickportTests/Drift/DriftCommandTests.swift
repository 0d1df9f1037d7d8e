import Foundation
import JSON
import TestSupport
import Testing

@testable import Host

/// A service that changes its answers, and what an operator is told of it.
@Suite(.timeLimit(.minutes(10)))
struct DriftCommandTests {
  let bench = StateBench()
  private var state: [String] { ["--state-dir", bench.directory.path] }

  private static let meta =
    #""meta":{"current_page":1,"next_page":null,"prev_page":null,"total_pages":1,"total_count":2,"#
    + #""per_page":100,"start_date":"2026-03-01","end_date":"2026-03-31","days":31,"#
    + #""publisher_id":7,"used_searchkick":true}"#

  private static func row(_ id: String, _ more: String) -> String {
    #"{"advertiser_id":\#(id),"advertiser_name":"Alpha","advertiser_slug":"alpha","#
      + #""network_id":7,"network_name":"Awin","click_date":"2026-03-02"\#(more)}"#
  }

  /// As the manifest has it, and with a field added, one dropped and one of another type.
  private static let right =
    #"{"data":[\#(row("1", #","publisher_id":7,"publisher_name":"P","click_count":3"#))],\#(meta)}"#
  private static let changed =
    #"{"data":[\#(row(#""a-1""#, #","publisher_id":7,"click_count":3,"device":"phone""#)),"#
    + #"\#(row(#""a-2""#, #","publisher_id":7,"click_count":4,"device":"tablet""#))],\#(meta)}"#

  private func run(
    _ arguments: [String], over server: LoopbackServer? = nil, _ variables: [String: String] = [:]
  ) async throws -> ServerProcess.Outcome {
    var environment = variables
    environment["HIENERGY_API_KEY"] = SecretSearch.key
    environment["HIENERGY_BASE_URL"] = server?.url
    environment["HOME"] = bench.directory.path
    return try await ServerProcess.run(arguments, environment: environment)
  }

  private func call(
    _ body: String, _ options: [String] = [], _ variables: [String: String] = [:]
  ) async throws -> ServerProcess.Outcome {
    let server = try LoopbackServer { _ in .answer("200 OK", body: body) }
    return try await run(
      ["call", "get_clicks", "start_date=2026-03-01", "end_date=2026-03-31"] + state + options,
      over: server, variables)
  }

  private func report(_ options: [String] = []) async throws -> JSONValue {
    let outcome = try await run(["drift", "--json"] + state + options)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try JSONValue(parsing: try #require(outcome.lines.first))
  }

  /// `field what seen count/answers` each.
  private func lines(_ options: [String] = []) async throws -> [String] {
    try await report(options)["findings"]?.array?.map { finding in
      let seen = finding["seen"]?.array?.compactMap(\.string).joined(separator: ",") ?? "-"
      return "\(finding["field"]?.string ?? "") \(finding["what"]?.string ?? "") \(seen) "
        + "\(finding["answers_with"] ?? nil)/\(finding["answers"] ?? nil)"
    } ?? []
  }

  @Test func `a field that is added, one that is dropped and one retyped are told so`() async throws
  {
    #expect(try await call(Self.right).status == 0)
    #expect(try await lines() == [])
    let watched = try await call(Self.changed)
    let unwatched = try await call(Self.changed, ["--no-drift"])
    let unset = try await call(Self.changed, [], ["CLICKPORT_DRIFT": "0"])
    // The answer is what it was without the watch, byte for byte.
    #expect(watched.lines == unwatched.lines)
    #expect(watched.lines == unset.lines)
    #expect(watched.errors == "")
    #expect(watched.lines.first?.contains(#""advertiser_id":"a-1""#) == true)
    #expect(
      try await lines() == [
        "/data/*/advertiser_id other_type string 1/1", "/data/*/device new string 1/1",
      ])
    // One long session: what may be absent has been gone for long.
    let server = try LoopbackServer { _ in .answer("200 OK", body: Self.changed) }
    let client = try ToolClient(
      ["serve"] + state,
      environment: [
        "HIENERGY_API_KEY": SecretSearch.key, "HIENERGY_BASE_URL": server.url,
        "HOME": bench.directory.path,
      ])
    for _ in 0..<24 {
      let answer = await client.call(
        "get_clicks", ["start_date": "2026-03-01", "end_date": "2026-03-31"])
      #expect(answer?.isError == false)
    }
    #expect(await client.finish() == 0)
    let told = try await lines()
    #expect(told.count == 3)
    #expect(told.contains { $0.hasPrefix("/data/*/publisher_name missing - ") })
    // Nothing of what was answered, nor the key, is in the state.
    let files = try FileManager.default.contentsOfDirectory(atPath: bench.directory.path)
    for file in files where file.hasPrefix("drift") {
      let path = bench.directory.path + "/" + file
      let bytes = try #require(FileManager.default.contents(atPath: path))
      #expect(SecretSearch().findings(in: bytes) == [])
      for value in ["Alpha", "phone", "tablet", "a-1", "2026-03-02"] {
        #expect(bytes.range(of: Data(value.utf8)) == nil, "\(value) in \(file)")
      }
    }
    try await accept(told.count)
  }

  /// The overlay is right, and with it nothing differs any more.
  private func accept(_ count: Int) async throws {
    let overlay = try await run(["drift", "--overlay"] + state)
    #expect(overlay.status == 0)
    let file = bench.directory.path + "/answers.overlay.json"
    try overlay.lines.joined(separator: "\n").write(
      toFile: file, atomically: true, encoding: .utf8)
    let checked = try await run(["check", "--manifest", file])
    #expect(checked.status == 0, "\(checked.errors)")
    #expect(try await lines(["--manifest", file]) == [])
    #expect(try await run(["drift", "--forget"] + state).errors.contains("forgotten"))
    #expect(try await lines() == [])
    for _ in 0..<2 {
      #expect(try await call(Self.changed, ["--manifest", file]).status == 0)
    }
    #expect(try await lines(["--manifest", file]) == [])
    #expect(try await lines() == [])
  }

  @Test func `what is gone and needed is warned of, and the answer says so`() async throws {
    let gone = try await call(#"{"clicks":[],\#(Self.meta)}"#)
    #expect(gone.status == 0)
    #expect(gone.errors.contains("answers of get_clicks lack /data, its rows"))
    #expect(gone.lines.first?.contains("The answer has no rows at /data") == true)
    let counts = try await call(#"{"data":[\#(Self.row("1", ""))],\#(Self.meta)}"#)
    #expect(counts.errors.contains("lack /data/*/click_count, its measure clicks"))
    let quiet = try await call(#"{"clicks":[],\#(Self.meta)}"#, ["--no-drift"])
    #expect(quiet.errors == "")
  }

  @Test func `errors are no answers`() async throws {
    let server = try LoopbackServer { _ in
      .answer("404 Not Found", body: #"{"error":"x","fresh":1}"#)
    }
    _ = try await run(
      ["call", "get_clicks", "start_date=2026-03-01", "end_date=2026-03-31"] + state, over: server)
    #expect(try await lines() == [])
  }

  @Test func `a name that is a key is told of no one`() async throws {
    let key = SecretSearch.key
    let name = JSONValue.string(key).description
    _ = try await call(#"{"data":[],\#(name):1,"4915112345678":2,"x@example.com":3,\#(Self.meta)}"#)
    let told = try await lines()
    #expect(told == ["/* new integer 1/1"])
    let overlay = try await run(["drift", "--overlay"] + state)
    for line in overlay.lines + told { #expect(SecretSearch().findings(in: line) == []) }
  }

  @Test func `the sandbox is watched only where it keeps its state`() async throws {
    let sandbox = ["--sandbox", "--sandbox-time", "2026-04-15T12:00:00Z"]
    let arguments = ["call", "get_clicks", "start_date=2026-03-01", "end_date=2026-03-31"]
    _ = try await run(arguments + sandbox)
    _ = try await run(arguments + sandbox + state)
    #expect(try await lines() == [])
  }

  @Test(arguments: [
    (["--json", "--overlay"], "--overlay is JSON already"),
    (["--forget", "--json"], "--forget tells nothing"),
    (["--tool", "get_click"], "did you mean get_clicks?"),
  ])
  func `says what is wrong with its options`(options: [String], words: String) async throws {
    let outcome = try await run(["drift"] + options + state)
    #expect(outcome.status != 0)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
  }
}
