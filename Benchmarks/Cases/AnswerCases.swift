import Exchange
import HTTPTypes
import JSON
import JSONRPC
import MCP
import Providers
import Tools

extension BenchmarkCase {
  /// A service's answer of so many rows on its way to the line that is written.
  static var answers: [BenchmarkCase] {
    [(1, 100), (10, 40), (100, 10), (1000, 2), (10_000, 1)].map { rows, runs in
      BenchmarkCase("answer-\(rows)", runs: runs) {
        let descriptor = try BuiltInManifest.provider(of: "get_clicks")
        let reader = ResponseDecoder(descriptor)
        let response = ClassifiedResponse(
          ProviderResponse(
            head: HTTPResponse(status: .ok), body: Clicks.answer(rows: rows).serialized()))
        return { try line(for: response, readBy: reader).count }
      }
    }
  }

  private static func line(
    for response: ClassifiedResponse, readBy reader: ResponseDecoder
  ) throws(ToolError) -> [UInt8] {
    let result = CallToolResult(try reader.read(response, effect: .read))
    let late = DeferredResult { .object(result.json(for: .november2025)) }
    return Response(id: .string("r"), outcome: .result(late)).json.serialized()
  }
}
