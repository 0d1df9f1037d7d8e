import Exchange
import JSON
import Providers
import Sandbox
import TestSupport
import Testing
import Tools

@testable import Host
@testable import clickport

/// One live read of a service, made as any call is.
@Suite(.timeLimit(.minutes(10)))
struct ServiceProbeTests {
  private func service(_ id: String) throws -> ProviderDescriptor {
    try #require(try Repository.manifest().providers.first { $0.id == id })
  }

  private func outcome(
    _ behaviour: LoopbackServer.Behaviour, timeLimit: Duration = .seconds(30)
  ) async throws -> (ProbeOutcome, requests: [String]) {
    let server = try LoopbackServer { _ in behaviour }
    let environment = Environment(["KLIK_API_KEY": "the-key", "KLIK_BASE_URL": server.url])
    let probe = ServiceProbe(of: try service("klik"), in: environment, timeLimit: timeLimit)
    return (try #require(await probe.run()), server.requests)
  }

  @Test func `is named by every service, and answered by it`() async throws {
    let world = SandboxWorld { SandboxedTools.now }
    for service in try Repository.manifest().providers {
      let named = try #require(service.probe)
      let environment = Environment([
        service.baseURLVariable: "http://sandbox.invalid/\(service.id)",
        try #require(service.keyVariables.first): SandboxWorld.key,
      ])
      let probe = ServiceProbe(
        of: service, in: environment, over: SandboxTransport(world: world))
      let outcome = try #require(await probe.run())
      #expect(outcome.error == nil, "\(service.id)")
      #expect(outcome.tool == named.tool)
      #expect(outcome.status == 200)
    }
  }

  @Test func `uses the key that it is given`() async throws {
    let (outcome, requests) = try await outcome(
      .answer(
        "200 OK",
        headers: [
          "X-RateLimit-Limit: 60", "X-RateLimit-Remaining: 59",
          "Date: Sun, 06 Nov 1994 08:49:37 GMT",
        ], body: #"{"success": true, "data": {}}"#))
    #expect(outcome.error == nil)
    #expect(outcome.limits?.limit == 60)
    #expect(outcome.limits?.remaining == 59)
    #expect(outcome.secondsAhead ?? 0 > 900_000_000)
    #expect(requests.count == 1)
    #expect(requests.first?.contains("Bearer the-key") == true)
  }

  @Test(arguments: [
    ("401 No", ToolError.Code.unauthorized), ("429 Wait", .rateLimited),
    ("503 Down", .providerUnavailable), ("404 None", .notFound),
  ])
  func `asks once, whatever is answered`(status: String, code: ToolError.Code) async throws {
    let (outcome, requests) = try await outcome(.answer(status, body: "{}"))
    #expect(outcome.error?.code == code)
    #expect(outcome.status == Int(status.prefix(3)))
    #expect(outcome.transportError == nil)
    #expect(requests.count == 1)
  }

  @Test func `says how far a request came`() async throws {
    let service = try service("klik")
    let closed = Environment([
      "KLIK_API_KEY": "the-key", "KLIK_BASE_URL": "http://127.0.0.1:\(LoopbackServer.closedPort)",
    ])
    let refused = try #require(await ServiceProbe(of: service, in: closed).run())
    #expect(
      refused.transportError
        == .notConnected(reason: "the connection was refused", at: .connection))
    #expect(refused.status == nil)
    let keyless = try #require(await ServiceProbe(of: service, in: Environment([:])).run())
    #expect(keyless.error?.code == .missingCredentials)
    #expect(keyless.transportError == nil)
  }

  @Test func `ends when its time is over`() async throws {
    let (outcome, _) = try await outcome(.stall, timeLimit: .milliseconds(300))
    #expect(outcome.error?.code == .timedOut)
    #expect(outcome.transportError == .timedOut(wasSent: true))
  }

  @Test func `finds a call by itself where none is named`() throws {
    let tool = SmallManifest.tool
    func read(_ changes: (String, JSONValue?)...) throws -> ProbeDescriptor? {
      try SmallManifest.manifest(changes).providers[0].cheapestRead
    }
    #expect(try read()?.tool == "get_things")
    #expect(try read()?.arguments == [:])
    let paged = try read(
      (tool + "/rows", "/things"),
      (tool + "/arguments/page", ["in": "query", "type": "integer", "description": "Page."]),
      (tool + "/paging", ["kind": "page", "argument": "page", "size": "size"]))
    #expect(paged?.arguments == ["size": 1])
    #expect(try read((tool + "/arguments/size/required", true)) == nil)
    #expect(try read((tool + "/key", "none")) == nil)
    #expect(try read((tool + "/effect", "write"), (tool + "/request", "POST /things")) == nil)
    let named = try read(("/providers/0/probe", ["tool": "get_things", "arguments": ["size": 7]]))
    #expect(named?.arguments == ["size": 7])
  }
}
