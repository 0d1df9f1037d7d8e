import JSON
import JSONRPC
import MCP
import Tools

extension BenchmarkCase {
  /// What a client asks of a server that is up.
  static var tools: [BenchmarkCase] {
    [
      BenchmarkCase("arguments-read", runs: 100) {
        let reader = ArgumentReader(try BuiltInManifest.tool("get_clicks"))
        let given: JSONObject = ["from": "2026-03-01", "to": "2026-03-31", "page_size": 100]
        return { try reader.read(given).get().values.count }
      },
      answered("tools-list", runs: 10, "tools/list", [:]),
      answered(
        "tools-call", runs: 20, "tools/call",
        [
          "name": "get_clicks",
          "arguments": ["start_date": "2026-03-01", "end_date": "2026-03-07", "per_page": 1],
        ]),
    ]
      + [(1, 100), (1000, 2)].map { rows, runs in
        // What a call takes but for the network and the sandbox.
        BenchmarkCase("call-\(rows)", runs: runs) {
          let service = FixedService(answer: Clicks.answer(rows: rows).serialized())
          let session = try ProductServer.opened(over: service)
          let request = Request(
            id: .string("r"), method: "tools/call",
            params: [
              "name": "get_clicks",
              "arguments": ["start_date": "2026-03-01", "end_date": "2026-03-31", "per_page": 100],
            ])
          return { try await ProductServer.line(answering: request, by: session).count }
        }
      }
  }

  /// A request on its way through the server, up to the line that is written.
  private static func answered(
    _ name: String, runs: Int, _ method: String, _ params: JSONObject
  ) -> BenchmarkCase {
    BenchmarkCase(name, runs: runs) {
      let session = try ProductServer.opened()
      let request = Request(id: .string("r"), method: method, params: params)
      return { try await ProductServer.line(answering: request, by: session).count }
    }
  }
}
