import Foundation
import JSON
import TestSupport
import Testing
import Tools

/// Point A3: a key that can't be used never hides its service without a word.
@Suite(.timeLimit(.minutes(10)))
struct UnusableKeyTests {
  /// What is given, in the variable or in the file beside it, and a word of the reason.
  static let given: [(suffix: String, value: String, reason: String)] = [
    ("", "qzv1 wkx2 yjq3", "holds a space"), ("", "qzv1-schlüssel-wkx2", "outside ASCII"),
    ("", "qzv1\u{FEFF}wkx2", "outside ASCII"),
    ("", "Bearer qzv1wkx2yjq3", #"begins with "Bearer""#),
    ("", "%QZV1_WKX2%", "holds a placeholder"), ("", "changeme", "holds a placeholder"),
    ("", "\"qzv1wkx2yjq3", "a quotation mark at one end"), ("", "qzv1\nwkx2", "several lines"),
    ("_FILE", "/qzv1/wkx2/yjq3", "can't be read: No such file"),
    ("_FILE", "/", "it is a directory"),
    ("_FILE", "/dev/null", "it is no plain file"), ("_FILE", "qzv1wkx2yjq3", "can't be read"),
  ]

  /// Every service but one has it; that one's key is good.
  @Test(arguments: given)
  func `leaves the service listed and callable, and warns`(
    given: (suffix: String, value: String, reason: String)
  ) async throws {
    let tools = try OperatedServer.tools()
    let good = try #require(tools.first?.service)
    var variables: [String: String] = [:]
    for service in tools.map(\.service) {
      variables[service.baseURLVariable] = "http://127.0.0.1:\(LoopbackServer.closedPort)"
      for variable in service.keyVariables { variables[variable + given.suffix] = given.value }
    }
    for variable in good.keyVariables {
      variables[variable + given.suffix] = nil
      variables[variable] = "a-good-key"
    }
    let server = try OperatedServer(["--toolsets", "all"], variables)
    let listed = await server.listed()
    var said = ""
    for (service, tool) in tools where service.id != good.id {
      #expect(listed.contains(tool.name), "\(tool.name)")
      let outcome = try #require(await server.client.call(tool.name, tool.example ?? [:]))
      #expect(outcome.answer["code"] == "missing_credentials")
      let message = outcome.answer["message"]?.string ?? ""
      #expect(message.contains(service.keyVariables[0] + given.suffix), "\(message)")
      #expect(message.contains(given.reason), "\(message)")
      said += message
    }
    let errors = await server.finish()
    for (service, _) in tools where service.id != good.id {
      let lines = errors.split(separator: "\n").filter { $0.contains(service.keyVariables[0]) }
      #expect(lines.count == 1)
      #expect(lines.first?.contains(" warning ") == true)
      #expect(lines.first?.contains(given.reason) == true)
    }
    #expect(!errors.contains(good.keyVariables[0]))
    for secret in ["qzv1", "wkx2", "yjq3", "QZV1"] { #expect(!(errors + said).contains(secret)) }
  }

  @Test(arguments: ["\"the-key-itself\"", "'the-key-itself'\n", "\u{FEFF}the-key-itself\r\n"])
  func `is sent without what stands around it`(value: String) async throws {
    let service = try LoopbackServer { _ in .answer("200 OK", body: #"{"data":[]}"#) }
    let server = try OperatedServer(
      ["--no-drift"],
      [
        "HIENERGY_API_KEY": value, "HIENERGY_BASE_URL": service.url + "/",
      ])
    let outcome = try #require(await server.client.call("get_clicks", ["range": "2026-03"]))
    #expect(!outcome.isError)
    let request = try #require(service.requests.first)
    #expect(request.lowercased().contains("x-api-key: the-key-itself\r\n"), "\(request)")
    #expect(await server.finish() == "")
  }

  @Test func `is warned of where a service was chosen that has none`() async throws {
    let server = try OperatedServer(["--providers", "klik"], ["HIENERGY_API_KEY": "a-key"])
    #expect(await server.listed().contains("send_message"))
    let errors = await server.finish()
    #expect(errors.contains("klik.social can't be used: KLIK_API_KEY is not set"))
    #expect(!errors.contains("HIENERGY"))
  }

  @Test func `is no matter of the sandbox's`() async throws {
    let server = try OperatedServer(
      ["--sandbox"],
      [
        "KLIK_API_KEY": "a b", "KLIK_BASE_URL": "none",
      ])
    #expect(await server.listed().contains("send_message"))
    #expect(await server.finish() == "")
  }
}

/// Point D14: a wrong address disables its service alone.
@Suite(.timeLimit(.minutes(10)))
struct BaseURLVariableTests {
  @Test(arguments: [
    "klik.example", "ftp://qzv1:wkx2@a.example", "https://a.example?k=qzv1", "https://${U}",
  ])
  func `disables its service, and says so without the value`(address: String) async throws {
    let sound = try LoopbackServer { _ in .answer("200 OK", body: #"{"data":[]}"#) }
    let server = try OperatedServer(
      [],
      [
        "HIENERGY_API_KEY": "a-key", "HIENERGY_BASE_URL": sound.url, "KLIK_API_KEY": "another-key",
        "KLIK_BASE_URL": address,
      ])
    let reading = try #require(await server.client.call("get_clicks", ["range": "2026-03"]))
    #expect(!reading.isError)
    let sending = try #require(
      await server.client.call("send_message", ["mobile": "919999999999", "message": "Hello"]))
    #expect(sending.answer["code"] == "missing_credentials")
    #expect(sending.answer["outcome"] == "not_sent")
    #expect(sending.answer["retryable"] == false)
    let message = sending.answer["message"]?.string ?? ""
    #expect(message.contains("KLIK_BASE_URL") && message.contains("its shape is …"), "\(message)")
    let errors = await server.finish()
    #expect(errors.contains(" warning clickport: klik.social can't be used: KLIK_BASE_URL"))
    for secret in ["qzv1", "wkx2", "klik.example"] { #expect(!(errors + message).contains(secret)) }
  }

  @Test func `is told of for each service by its own variable`() async throws {
    var variables = ["HIENERGY_API_KEY": "a-key"]
    let services = try Repository.manifest().providers
    for service in services { variables[service.baseURLVariable] = "nowhere" }
    let errors = await (try OperatedServer([], variables)).finish()
    for service in services {
      #expect(
        errors.contains("\(service.title) can't be used: \(service.baseURLVariable) has no http"))
    }
  }
}
