import Exchange
import Host
import JSON
import Providers
import TestSupport
import Testing
import Tools

@testable import clickport

/// What each way that a request can end says of the layers on its way.
@Suite struct ServiceExaminationTests {
  private func examination(
    _ environment: [String: String] = ["ACME_API_KEY": "a-key"], _ error: TransportError? = nil,
    failure: ToolError? = nil, status: Int? = nil, proxy: ProxyInUse? = nil
  ) throws -> ServiceExamination {
    let service = try SmallManifest.manifest([]).providers[0]
    let broken = error.map { _ in ToolError(.providerUnavailable, "Acme can't be reached.") }
    let result: Result<JSONObject, ToolError> =
      (failure ?? broken).map { .failure($0) } ?? .success([:])
    return ServiceExamination(
      readiness: ServiceReadiness(of: service, in: Environment(environment)),
      sources: ["ACME_API_KEY": "from the variable ACME_API_KEY"], isMoved: false,
      proxy: proxy,
      isNamed: false,
      outcome: ProbeOutcome(
        tool: "get_things", duration: .milliseconds(12), result: result, status: status,
        limits: nil, secondsAhead: nil, transportError: error))
  }

  private static let proxy = ProxyInUse(variable: "HTTPS_PROXY", address: "proxy:3128")

  private func levels(_ examination: ServiceExamination) -> [String] {
    examination.found.map { "\($0.area) \($0.level)" }
  }

  @Test func `all layers are fine where there is an answer`() throws {
    let examination = try examination(status: 200)
    #expect(
      levels(examination) == [
        "key ok", "address ok", "name ok", "connection ok", "trust ok", "read ok",
      ]
    )
    #expect(examination.found.last?.text == "get_things answered in 12 ms")
    #expect(examination.proxyFinding == nil)
  }

  @Test(arguments: [
    (TransportLayer.name, "name failed"), (.connection, "connection failed"),
    (.security, "trust failed"),
  ])
  func `one layer fails, and those behind it are skipped`(
    layer: TransportLayer, failed: String
  ) throws {
    for error in [
      TransportError.notConnected(reason: "no", at: layer), .misconfigured(reason: "no", at: layer),
    ] {
      let levels = levels(try examination(error))
      #expect(levels.filter { $0.hasSuffix("failed") } == [failed])
      let index = try #require(levels.firstIndex(of: failed))
      #expect(levels[..<index].allSatisfy { $0.hasSuffix("ok") }, "\(levels)")
      #expect(levels[(index + 1)...].allSatisfy { $0.hasSuffix("skipped") }, "\(levels)")
    }
  }

  private func examination(_ error: TransportError) throws -> ServiceExamination {
    try examination(["ACME_API_KEY": "a-key"], error)
  }

  @Test func `a proxy that fails is no fault of the service's`() throws {
    for error in [
      TransportError.notConnected(reason: "the proxy fails", at: .proxy),
      .misconfigured(reason: "the proxy refuses", at: .proxy),
      .timedOut(wasSent: false, proxy: "the proxy"),
    ] {
      let examination = try examination(
        ["ACME_API_KEY": "a-key"], error, proxy: Self.proxy)
      #expect(
        levels(examination) == [
          "key ok", "address ok", "name skipped", "connection skipped", "trust skipped",
          "read skipped",
        ])
      #expect(examination.proxyFinding?.level == .failed)
      #expect(examination.proxyFinding?.subject == "HTTPS_PROXY")
    }
  }

  @Test(arguments: [
    TransportError.interrupted(reason: "it broke off"), .timedOut(wasSent: true),
    .answerTooLarge(limit: 1),
  ])
  func `what ends on its way back fails as a read`(error: TransportError) throws {
    #expect(
      levels(try examination(error)) == [
        "key ok", "address ok", "name ok", "connection ok", "trust ok", "read failed",
      ])
  }

  @Test func `a connection that takes too long fails`() throws {
    let levels = levels(try examination(.timedOut(wasSent: false)))
    #expect(levels.filter { $0.hasSuffix("failed") } == ["connection failed"])
  }

  @Test func `a key that is refused fails, and hides nothing else`() throws {
    var refusal = ToolError(.unauthorized, "Acme does not accept the key.")
    refusal.status = 401
    let examination = try examination(failure: refusal, status: 401)
    #expect(examination.found.first?.level == .failed)
    #expect(
      examination.found.first?.text
        == "Acme doesn't accept the key from the variable ACME_API_KEY (status 401)")
    #expect(
      examination.found.first?.fix
        == "Change or unset ACME_API_KEY; to keep another key: clickport setup --service acme")
    #expect(examination.found.dropFirst().allSatisfy { $0.level == .skipped })
  }

  @Test func `a limit that is reached is a warning`() throws {
    var limited = ToolError(.rateLimited, "Acme allows no more calls for now.")
    limited.retryAfterSeconds = 7
    let examination = try examination(failure: limited, status: 429)
    #expect(examination.found.last?.level == .warning)
    #expect(examination.found.last?.fix == "Wait 7 s; the key works")
  }

  @Test func `a key that is missing skips the service`() throws {
    let examination = try examination([:])
    #expect(examination.found.allSatisfy { $0.level == .skipped })
    #expect(!examination.isAskable)
  }

  @Test(arguments: [
    ("http://api.acme.example", Finding.Level.warning), ("http://127.0.0.1:80", .ok),
    ("http://[::1]:80", .ok), ("http://localhost", .ok), ("https://api.acme.example", .ok),
  ])
  func `a key that goes out unencrypted is a warning`(
    address: String, level: Finding.Level
  ) throws {
    let examination = try examination(["ACME_API_KEY": "a-key", "ACME_BASE_URL": address])
    #expect(examination.found[1].level == level)
  }
}

extension ServiceExamination {
  fileprivate var found: [Finding] { findings(concealing: KeyConcealment(of: [])) }
}

/// What the services' clocks say.
@Suite struct ClockExaminationTests {
  @Test(arguments: [
    ([0, 59, -59], false, [Finding.Level.ok]), ([60, 61, 62], false, [.warning]),
    ([400, 401], false, [.warning]), ([400, -2, 3], false, [.warning]), ([], false, [.skipped]),
    ([-301], true, [.failed]), ([299], true, [.warning]),
  ])
  func `is judged by most of them`(
    seconds: [Int], usesTokens: Bool, levels: [Finding.Level]
  ) {
    let told = seconds.enumerated().map { (service: "service\($0.offset)", seconds: $0.element) }
    let findings = ClockExamination(secondsAhead: told, usesTokens: usesTokens).findings
    #expect(findings.map(\.level) == levels)
  }
}
