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

  /// The same, compared with what the manifest says of the answer.
  static var comparedAnswers: [BenchmarkCase] {
    [(1, 100), (1000, 2)].map { rows, runs in
      BenchmarkCase("answer-\(rows)-compared", runs: runs) {
        let descriptor = try BuiltInManifest.provider(of: "get_clicks")
        let fields = AnswerFields(of: try BuiltInManifest.tool("get_clicks"))
        let reader = ResponseDecoder(descriptor)
        let response = ClassifiedResponse(
          ProviderResponse(
            head: HTTPResponse(status: .ok), body: Clicks.answer(rows: rows).serialized()))
        return {
          let answer = try reader.read(response, effect: .read)
          let size = line(for: answer).count
          return size + fields.compare(answer).count
        }
      }
    }
  }

  private static func line(
    for response: ClassifiedResponse, readBy reader: ResponseDecoder
  ) throws(ToolError) -> [UInt8] {
    try line(for: reader.read(response, effect: .read))
  }

  private static func line(for answer: JSONObject) -> [UInt8] {
    let result = CallToolResult(answer)
    let late = DeferredResult { .object(result.json(for: .november2025)) }
    return Response(id: .string("r"), outcome: .result(late)).json.serialized()
  }
}
