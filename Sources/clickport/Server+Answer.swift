import JSONRPC
import MCP

extension Server {
  /// The outcome of one request on its own, without a connection.
  func answer(_ request: Request) async -> Response.Outcome {
    switch receive(request) {
    case .now(let result): return .result(DeferredResult(result))
    case .refused(let error): return .error(error.json)
    case .later(let work), .standing(let work):
      do throws(ResponseError) {
        return .result(try await work(RequestOutlet { _ in }))
      } catch {
        return .error(error.json)
      }
    }
  }
}
