import Analysis
import JSON
import MCP
import Providers
import TestSupport
import Tools

/// One service with a key that can be recognised, over a scripted transport.
struct SecretBench {
  let transport: ScriptedTransport
  let ledger = MemoryLedger()
  let providers: [Provider]
  let catalog: ToolCatalog

  static let key = SecretSearch.key
  static let variable = "ACME_API_KEY"

  init(
    _ script: [ScriptedTransport.Line], effect: Effect = .read,
    environment: Environment = Environment([variable: key]), changes: [(String, JSONValue?)] = []
  ) throws {
    let manifest = try SmallManifest.manifest(
      [
        ("/providers/0/answers", ["error_code": "/code", "error_message": "/message"]),
        (SmallManifest.tool + "/effect", .string(effect.rawValue)),
        (
          SmallManifest.tool + "/request", .string(effect == .read ? "GET /things" : "POST /things")
        ),
      ] + changes)
    transport = ScriptedTransport(script)
    providers = manifest.providers.map { [transport] descriptor in
      Provider(
        descriptor, base: BaseURL(scheme: "https", authority: "acme.example", path: "/v1"),
        environment: environment, transport: transport, retries: RetryPolicy { 0 })
    }
    catalog = ToolCatalog(
      ExposedTools(everythingOf: manifest), providers: providers,
      timing: CallTiming(source: ManualTime().source),
      guards: CallGuards(
        effects: EffectGuard(ledger: ledger, clock: WallClock { SandboxedTools.now })))
  }

  /// What a client is given for a call.
  func call(_ arguments: JSONObject = [:]) async throws -> CallToolResult {
    try await catalog.call(
      "get_things", arguments: arguments,
      context: RequestContext(version: .july2026, requestID: "1"))
  }

  /// Everything that came of it, in a text: the result as it is sent, and what is on record.
  func traces(of result: CallToolResult) -> String {
    var text = JSONValue.object(result.json(for: .july2026)).description
    dump(result, to: &text)
    dump(ledger.entries, to: &text)
    return text + String(reflecting: ledger.entries)
  }
}
