import Analysis
import JSON
import MCP
import Providers
import Sandbox
import TestSupport
import Testing
import Tools

/// `api_request` under a policy: it must be no way around it.
@Suite struct `A request to any endpoint under a policy` {
  private static let message: JSONObject = [
    "provider": "klik", "method": "POST", "path": "/api/v1/official-device/send-message",
    "body": ["mobile": "4915123456789", "message": "Hello."],
  ]

  /// What went wrong; the requests that were sent all the same.
  private func run(
    _ arguments: JSONObject, of tool: String = "api_request", under policy: JSONValue,
    excluding excluded: [String] = []
  ) async throws -> (error: ToolError?, requests: Int) {
    let manifest = try Repository.manifest()
    let selection = ToolSelection(
      toolsets: ["all"], tools: ["api_request"], excludedTools: excluded, allowsAPIWrites: true)
    let transport = RecordingTransport(SandboxedTools.freshTransport())
    let catalog = ToolCatalog(
      try selection.surface(of: manifest, configured: []),
      providers: SandboxedTools.providers(manifest, over: transport),
      guards: CallGuards(
        allowsDestructive: true,
        policy: PolicyGuard(
          try CallPolicy(policy, source: "policy", for: manifest),
          clock: WallClock { SandboxedTools.now }),
        effects: EffectGuard(ledger: MemoryLedger(), clock: WallClock { SandboxedTools.now })))
    let result = try await catalog.run(
      tool, arguments: arguments, context: RequestContext(version: .july2026, requestID: "1"))
    guard case .failure(let error)? = result else { return (nil, transport.requests.count) }
    return (error, transport.requests.count)
  }

  @Test(
    arguments: [
      ["recipients": ["+49*"]], ["quiet_hours": ["from": "12:00", "to": "12:01"]],
      ["per_hour": ["send_message": 5]], ["per_recipient_per_hour": 5],
    ] as [JSONValue], ["POST", "PUT", "PATCH", "DELETE"])
  func `writes nothing to a service that messages people`(
    policy: JSONValue, method: String
  ) async throws {
    let arguments = Self.message.merging(["method": .string(method)])
    let direct = try await run(arguments, under: policy)
    #expect(direct.error?.code == .forbidden)
    #expect(direct.error?.outcome == .notSent)
    #expect(direct.error?.message.contains("klik it sends GET only") == true)
    #expect(direct.requests == 0)
    let relayed = try await run(
      ["name": "api_request", "arguments": .object(arguments)], of: "use_tool", under: policy)
    #expect(relayed.error?.code == .forbidden)
    #expect(relayed.requests == 0)
  }

  @Test func `is no way around tools that are left out either`() async throws {
    let outcome = try await run(
      Self.message, under: ["recipients": []], excluding: ["send_message", "send_file"])
    #expect(outcome.error?.code == .forbidden)
    #expect(outcome.requests == 0)
  }

  @Test func `reads there, and writes elsewhere`() async throws {
    let read = try await run(
      ["provider": "klik", "path": "/api/v1/official-device/status"], under: ["recipients": []])
    #expect(read.error == nil)
    #expect(read.requests == 1)
    let write = try await run(
      ["provider": "clickmedias", "path": "/x", "method": "POST"], under: ["recipients": []])
    #expect(write.error?.code != .forbidden)
    #expect(write.requests == 1)
  }

  @Test func `writes there without a policy`() async throws {
    let outcome = try await run(Self.message, under: [:])
    #expect(outcome.error == nil)
    #expect(outcome.requests == 1)
  }

  @Test func `is answered without a remark on messages: nothing tells whether it was one`()
    async throws
  {
    let manifest = try Repository.manifest()
    let catalog = ToolCatalog(
      ExposedTools(everythingOf: manifest),
      providers: SandboxedTools.providers(manifest, over: SandboxedTools.freshTransport()))
    let result = try await catalog.call(
      "api_request", arguments: Self.message,
      context: RequestContext(version: .july2026, requestID: "1"))
    #expect(!result.isError)
    #expect(result.content.count == 1)
  }
}
