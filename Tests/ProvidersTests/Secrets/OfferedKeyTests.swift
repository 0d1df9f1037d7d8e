import Analysis
import Exchange
import JSON
import JSONRPC
import MCP
import Providers
import Sandbox
import TestSupport
import Testing
import Tools

/// All that can be asked of a server whose services have keys.
@Suite struct `A key behind an offer` {
  private func conversation(over transport: any HTTPTransport, key: String) throws -> Conversation {
    let manifest = try Repository.manifest()
    let providers = SandboxedTools.providers(manifest, over: transport, key: key)
    let surface = ExposedTools(everythingOf: manifest)
    return Conversation(
      ServerFeatures(
        surface, prompts: manifest.prompts,
        catalog: ToolCatalog(surface, providers: providers), providers: providers,
        days: DayClock(WallClock { SandboxedTools.now })))
  }

  @Test func `is in no list, resource, prompt or completion`() async throws {
    let echo = ProviderResponse(
      200, #"{"data":[{"id":1,"name":\#(JSONValue.string(SecretSearch.key))}]}"#)
    let transport = ScriptedTransport(Array(repeating: .success(echo), count: 200))
    let conversation = try conversation(over: transport, key: SecretSearch.key)
    var answers: [JSONValue] = []
    for method in [
      "server/discover", "tools/list", "resources/list", "resources/templates/list", "prompts/list",
    ] {
      answers.append(await conversation.sendModern(method))
    }
    let listed = await conversation.sendModern("resources/list")["result"]?["resources"]?.array
    let uris = (listed ?? []).compactMap { $0["uri"]?.string }
    let tools = try Repository.manifest().tools.map { "clickport://tools/\($0.name)" }
    for uri in uris + tools + ["clickport://tools/\(SecretSearch.key.prefix(2))", "x"] {
      answers.append(await conversation.sendModern("resources/read", ["uri": .string(uri)]))
    }
    for prompt in try Repository.manifest().prompts {
      let required = prompt.arguments.filter(\.isRequired).map { ($0.name, JSONValue("7")) }
      let arguments = JSONValue.object(JSONObject(required))
      answers.append(
        await conversation.sendModern(
          "prompts/get", ["name": .string(prompt.name), "arguments": arguments]))
      for argument in prompt.arguments {
        answers.append(
          await conversation.sendModern(
            "completion/complete",
            [
              "ref": ["type": "ref/prompt", "name": .string(prompt.name)],
              "argument": ["name": .string(argument.name), "value": ""],
            ]))
      }
    }
    for answer in answers {
      #expect(answer["problems"] == nil)
      #expect(SecretSearch().findings(in: answer) == [])
    }
    #expect(answers.count > 150)
    #expect(!transport.requests.isEmpty, "the completions asked nothing")
  }

  @Test func `is shown by no resource when it stands in the address`() throws {
    let manifest = try SmallManifest.manifest([])
    let key = "aHeavyKeyOfThisService"
    let providers = manifest.providers.map { descriptor in
      Provider(
        descriptor, base: BaseURL(scheme: "https", authority: "a.example", path: "/\(key)/v1"),
        environment: Environment([SecretBench.variable: key]), transport: ScriptedTransport())
    }
    let library = ProviderLibrary(providers, ExposedTools(everythingOf: manifest))
    let read = try #require(library.read("clickport://providers/acme")?.first)
    guard case .text(let text) = read.body else {
      Issue.record("no text")
      return
    }
    #expect(text.contains("https://a.example/<redacted>/v1"))
    #expect(SecretSearch(key).findings(in: text) == [])
  }

  @Test func `is in no answer, error, notification or record of any tool`() async throws {
    for provider in ServiceTools.providers {
      for tool in try ServiceTools.of(provider) {
        for status in [200, 202, 400, 500] {
          try await call(tool, status)
        }
      }
    }
  }

  /// Calls a tool's example over a service that says the key in all its words.
  private func call(_ tool: ToolDescriptor, _ status: Int) async throws {
    let manifest = try Repository.manifest()
    let key = JSONValue.string(SecretSearch.key)
    let body = """
      {"success":\(status == 200),"message":\(key),"error":{"code":\(key),"message":\(key)},\
      "errors":[\(key)],"id":\(key),"data":{"id":\(key),\(key):[\(key)]},"stats":[\(key)]}
      """
    let echo = ProviderResponse(status, body)
    let ledger = MemoryLedger()
    let catalog = ToolCatalog(
      ExposedTools(everythingOf: manifest),
      providers: SandboxedTools.providers(
        manifest, over: ScriptedTransport(Array(repeating: .success(echo), count: 100)),
        key: SecretSearch.key), timing: CallTiming(source: ManualTime().source),
      guards: CallGuards(
        allowsDestructive: true,
        effects: EffectGuard(ledger: ledger, clock: WallClock { SandboxedTools.now })))
    let result = try await catalog.call(
      tool.name, arguments: tool.example ?? [:],
      context: RequestContext(version: .july2026, requestID: "1"))
    let text =
      JSONValue.object(result.json(for: .july2026)).description + String(reflecting: ledger.entries)
    #expect(SecretSearch().findings(in: text) == [], "\(tool.name) \(status)")
    #expect(text.contains("<redacted>") || status == 202, "\(tool.name) \(status) \(text)")
  }
}
