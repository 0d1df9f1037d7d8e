import Analysis
import Exchange
import HTTPTypes
import JSON
import MCP
import Providers
import Sandbox
import Synchronization
import TestSupport
import Tools

/// One tool over a sandbox that hasn't been changed yet, or other services, with its traffic in view.
struct ToolBench {
  let tool: ToolDescriptor
  let transport: WatchingTransport
  private let catalog: ToolCatalog

  /// With `asksFirst`, what a person would be asked is looked up, and nobody is there to agree.
  init(
    _ tool: ToolDescriptor, asksFirst: Bool = false,
    over services: any HTTPTransport = SandboxedTools.freshTransport(),
    publication: Publication = Publication(), watch: (any AnswerWatch)? = nil
  ) throws {
    let manifest = try Repository.manifest()
    self.tool = tool
    transport = WatchingTransport(services)
    catalog = ToolCatalog(
      ExposedTools(
        listed: [], callable: [tool], providers: manifest.providers.map(\.id)),
      providers: SandboxedTools.providers(manifest, over: transport),
      timing: CallTiming(source: ManualTime().source, days: SandboxedTools.days),
      guards: CallGuards(allowsDestructive: !asksFirst, watch: watch), publication: publication)
  }

  func call(_ arguments: JSONObject) async throws -> Result<JSONObject, ToolError> {
    // Thousands of calls that never wait would keep every other test from its turn.
    await Task.yield()
    let result = try await catalog.run(
      tool.name, arguments: arguments,
      context: RequestContext(version: .july2026, requestID: "1"))
    return result ?? .failure(ToolError(.badAnswer, "The catalog has no such tool."))
  }

  /// The same with what programs are told beside an answer.
  func answer(_ arguments: JSONObject) async throws -> CallToolResult {
    await Task.yield()
    return try await catalog.call(
      tool.name, arguments: arguments, context: RequestContext(version: .july2026, requestID: "1"))
  }

  /// Whether a service answers like this to what it has no route for.
  func isLost(_ exchange: WatchingTransport.Exchange) async throws -> Bool {
    guard exchange.status != 405 else { return true }
    guard exchange.status == 404 else { return false }
    var elsewhere = exchange.request
    elsewhere.head.path = "/\(tool.provider)/there/is/no/such/endpoint"
    return try await transport.next.send(elsewhere).body == exchange.answer
  }
}

/// Services that know nothing of what they are asked.
struct EmptyServices: HTTPTransport {
  func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
    ProviderResponse(
      head: HTTPResponse(status: .notFound, headerFields: [.contentType: "application/json"]),
      body: Array("{}".utf8))
  }
}

/// Remembers what passes through it, both ways.
final class WatchingTransport: HTTPTransport {
  struct Exchange {
    let request: ProviderRequest
    let status: Int
    let answer: [UInt8]
  }

  let next: any HTTPTransport
  private let record = Mutex<[Exchange]>([])

  init(_ next: any HTTPTransport) {
    self.next = next
  }

  /// Takes what has passed since it was last asked, oldest first.
  func takeExchanges() -> [Exchange] {
    record.withLock { record in
      defer { record = [] }
      return record
    }
  }

  func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
    let response = try await next.send(request)
    record.withLock {
      $0.append(
        Exchange(request: request, status: response.head.status.code, answer: response.body))
    }
    return response
  }
}
