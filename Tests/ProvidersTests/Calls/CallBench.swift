import Exchange
import HTTPTypes
import JSON
import Providers
import TestSupport
import Testing
import Tools

/// A provider with limits over a scripted transport, by a clock of the test's own.
struct CallBench {
  let transport: ScriptedTransport
  let time: ManualTime
  private let provider: Provider
  private let tool: ToolDescriptor

  init(
    _ script: [ScriptedTransport.Line], _ limits: ProviderDescriptor.Limits = .init(),
    gate: CallGate? = nil, time: ManualTime = ManualTime(), key: String = "s3cret",
    random: Double = 1
  ) throws {
    transport = ScriptedTransport(script)
    self.time = time
    let descriptor = try #require(try SmallManifest.manifest([]).providers.first)
    tool = try #require(descriptor.tools.first)
    provider = Provider(
      descriptor, base: try #require(BaseURL(descriptor.baseURL)),
      environment: Environment(["ACME_API_KEY": key]), transport: transport,
      gate: gate ?? CallGate(limits), retries: RetryPolicy { random })
  }

  /// How many requests were sent.
  var sent: Int { transport.requests.count }

  /// One call, answered with its status.
  func call(_ effect: Effect = .read, within limit: Duration = .seconds(55)) async throws -> Int {
    let parts = try RequestParts(#require(tool.request), of: tool, Arguments([:]))
    let deadline = Deadline(in: limit, by: time.source)
    return try await provider.send(parts, effect: effect, by: deadline).status
  }

  /// The error of a call that must have one.
  func refusal(
    _ effect: Effect = .read, within limit: Duration = .seconds(55)
  ) async -> ToolError? {
    await #expect(throws: ToolError.self) { try await call(effect, within: limit) }
  }
}

extension ScriptedTransport.Line {
  static func answer(_ status: Int, _ fields: [String: String] = [:]) -> Self {
    .success(ProviderResponse(status, "{}", fields))
  }

  static let refused = Self.failure(.notConnected(reason: "connection refused"))
}
