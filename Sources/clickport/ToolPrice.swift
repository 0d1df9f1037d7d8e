import JSON
import JSONRPC
import MCP

/// What a list of tools costs a model's context, measured on the answers a client gets.
struct ToolPrice {
  /// Each listed tool and its bytes.
  let tools: [(name: String, bytes: Int)]
  /// The bytes of the results of `tools/list`, all pages of them.
  let total: Int

  /// Four bytes are about a token of English text and JSON.
  static func tokens(_ bytes: Int) -> Int { (bytes + 3) / 4 }

  private static let meta: JSONValue = [
    "io.modelcontextprotocol/protocolVersion": .string(ProtocolVersion.july2026.rawValue),
    "io.modelcontextprotocol/clientCapabilities": [:],
  ]

  init(_ features: ServerFeatures) async {
    let session = Server(CurrentFeatures(features)).session()
    var tools: [(name: String, bytes: Int)] = []
    var total = 0
    var cursor: JSONValue?
    repeat {
      var params: JSONObject = ["_meta": Self.meta]
      params["cursor"] = cursor
      let request = Request(id: .string("price"), method: "tools/list", params: params)
      guard case .result(let deferred) = await session.outcome(of: request) else { break }
      let result = deferred.value
      total += result.serialized().count
      for tool in result["tools"]?.array ?? [] {
        tools.append((tool["name"]?.string ?? "", tool.serialized().count))
      }
      cursor = result["nextCursor"]
    } while cursor != nil
    self.tools = tools
    self.total = total
  }
}
