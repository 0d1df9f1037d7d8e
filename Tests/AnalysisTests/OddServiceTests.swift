import Exchange
import HTTPTypes
import JSON
import TestSupport
import Testing
import Tools

/// Lists that no service should have, and that somebody's has.
struct OddServiceTests {
  /// Rows by offset, and any number for how many there are.
  private struct Service: HTTPTransport {
    let rows: [JSONValue]
    let total: JSONValue
    let pageSize: Int

    func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
      let path = request.head.path ?? ""
      let offset = path.split(separator: "=").last.flatMap { Int($0) } ?? 0
      let page = rows.dropFirst(offset).prefix(pageSize)
      return ProviderResponse(
        head: HTTPResponse(status: .ok, headerFields: [.contentType: "application/json"]),
        body: JSONValue.object(["rows": .array(Array(page)), "total": total]).serialized())
    }
  }

  private func bench(
    _ rows: [JSONValue], total: JSONValue, pageSize: Int
  ) throws -> QueryBench {
    let offset: JSONValue = [
      "in": "query", "type": "integer", "minimum": 0, "description": "Rows to skip.",
    ]
    let tool: JSONValue = [
      "name": "list_odd", "title": "Odd", "description": "Rows.", "toolset": "odd",
      "effect": "read", "request": "GET /rows", "arguments": ["offset": offset], "rows": "/rows",
      "paging": ["kind": "offset", "argument": "offset", "total": "/total"],
    ]
    let overlay: JSONValue = [
      "manifest_version": 1,
      "providers": [
        ["id": "odd", "title": "Odd", "base_url": "https://odd.example", "tools": [tool]]
      ],
    ]
    let manifest = try Manifest(
      ManifestSource(
        name: "tools-manifest.json", document: try Repository.json("tools-manifest.json")),
      overlays: [ManifestSource(name: "overlay.json", document: overlay)])
    return try QueryBench(manifest, over: Service(rows: rows, total: total, pageSize: pageSize))
  }

  /// None of them may end the server.
  @Test(arguments: [Int.max, Int.max - 1, 1 << 40, 1 << 31, 30_000_000])
  func `may say that they are endless`(total: Int) async throws {
    let bench = try bench([["id": 1]], total: .integer(total), pageSize: 1)
    switch try await bench.outcome(["tool": "list_odd", "measures": ["count()"]]) {
    case .success(let answer): #expect(answer.rows == [[1]])
    case .failure(let error): #expect(error.problems.map(\.argument) == ["max_requests"])
    }
    #expect(bench.transport.paths.count <= 2)
  }

  @Test func `say how many requests it takes, however many`() async throws {
    let bench = try bench([["id": 1]], total: 30_000_000, pageSize: 1)
    let failure = await bench.failure(["tool": "list_odd", "max_rows": 10_000_000])
    #expect(failure?.problems.first?.problem.contains("about 10000000 requests") == true)
  }

  @Test func `may have rows that are all alike`() async throws {
    let rows = [JSONValue](repeating: ["country": "DE", "n": 1], count: 35)
    let bench = try bench(rows, total: 35, pageSize: 10)
    let answer = try await bench.ask(["tool": "list_odd", "measures": ["sum(n)"]])
    #expect(answer.rows == [[35]])
    #expect(answer.isComplete == true)
  }
}
