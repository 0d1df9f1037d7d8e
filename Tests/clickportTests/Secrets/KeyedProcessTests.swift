import Foundation
import JSON
import TestSupport
import Testing

/// What a process with keys gives away: its answers, its log at the highest level, its last words.
@Suite(.timeLimit(.minutes(10)))
struct KeyedProcessTests {
  private func findings(_ outcome: ServerProcess.Outcome) -> [String] {
    SecretSearch().findings(in: outcome.lines.joined(separator: "\n") + outcome.errors)
  }

  @Test(arguments: [false, true])
  func `serves at trace level without a trace of a key`(fromFile: Bool) async throws {
    let file = try KeyedProcess.file(SecretSearch.key + "\n")
    defer { try? FileManager.default.removeItem(at: file) }
    let lines = try KeyedProcess.lines()
    let outcome = try await ServerProcess.run(
      ["serve", "--log-level", "trace", "--drain", "60", "--call-timeout", "5"],
      input: lines.joined(separator: "\n") + "\n",
      environment: try KeyedProcess.environment(keyFile: fromFile ? file.path : nil))
    #expect(outcome.status == 0)
    #expect(outcome.lines.count >= lines.count - 1)
    #expect(outcome.lines.contains { $0.contains("can't be reached") })
    #expect(outcome.lines.contains { $0.contains(#"\"state\":\"set\""#) })
    #expect(!outcome.lines.contains { $0.contains("missing_credentials") })
    #expect(findings(outcome) == [])
  }

  @Test(arguments: [
    ["call", "get_clicks", "from=2026-03-01", "to=2026-03-02", "--call-timeout", "5"],
    ["call", "get_clicks", "from=never"], ["call", "no_such_tool"], ["tools", "--toolsets", "all"],
    ["tools", "--price"], ["check"], ["call", "get_scores", "--json", "{"], ["--no-such-option"],
  ])
  func `shows no key on the command line`(arguments: [String]) async throws {
    let outcome = try await ServerProcess.run(
      arguments, environment: try KeyedProcess.environment())
    #expect(!outcome.lines.isEmpty || !outcome.errors.isEmpty)
    #expect(findings(outcome) == [])
  }

  @Test(arguments: [
    "https://user:\(SecretSearch.key)@host.invalid", "https://\(SecretSearch.key)@host.invalid",
    "https://host.invalid/?key=\(SecretSearch.key)", "https://host.invalid#\(SecretSearch.key)",
    "\(SecretSearch.key)", "https://user:the-pass@host.invalid/v1",
  ])
  func `refuses an address with a secret in it without repeating it`(address: String) async throws {
    var environment = try KeyedProcess.environment()
    environment["KLIK_BASE_URL"] = address
    for (arguments, status) in [
      (["serve"], 0), (["call", "get_device_status"], 3), (["check"], 1),
    ] {
      let outcome = try await ServerProcess.run(arguments, environment: environment)
      #expect(outcome.status == Int32(status))
      let said = outcome.errors + outcome.lines.joined(separator: "\n")
      #expect(said.contains("KLIK_BASE_URL "))
      #expect(said.contains("its shape is …"))
      #expect(!said.contains("the-pass"))
      #expect(findings(outcome) == [])
    }
  }

  @Test(arguments: ["http://user:\(SecretSearch.key)@127.0.0.1:1", "\(SecretSearch.key)"])
  func `shows no password of a proxy`(proxy: String) async throws {
    var environment = try KeyedProcess.environment(keyFile: "/none")
    environment["HTTP_PROXY"] = proxy
    environment["https_proxy"] = proxy
    let outcome = try await ServerProcess.run(
      ["serve", "--log-level", "trace", "--drain", "60", "--call-timeout", "5"],
      input: try KeyedProcess.lines().joined(separator: "\n") + "\n", environment: environment)
    #expect(outcome.status == 0)
    #expect(findings(outcome) == [])
  }

  @Test func `looks at a key file anew, without a restart`() async throws {
    let file = try KeyedProcess.file("")
    defer { try? FileManager.default.removeItem(at: file) }
    let process = try ServerProcess(
      ["serve"], environment: try KeyedProcess.environment(keyFile: file.path))
    let contents = [
      ("", "unusable: KLIK_API_KEY is to come from the file in KLIK_API_KEY_FILE, which is empty"),
      (SecretSearch.key, "set"),
      (
        "half \n of",
        "unusable: KLIK_API_KEY is to come from the file in KLIK_API_KEY_FILE, which "
          + "holds several lines"
      ),
      ("\u{FEFF}\"" + SecretSearch.key + "\"\r\n", "set"),
      (SecretSearch.key + "2", "set"),
    ]
    for (content, state) in contents {
      try content.write(to: file, atomically: true, encoding: .utf8)
      process.send(
        KeyedProcess.request(1, "resources/read", #""uri":"clickport://providers/klik""#))
      let answer = try JSONValue(parsing: try #require(await process.nextLine()))
      #expect(answer.answered?["key"]?["state"]?.string?.hasPrefix(state) == true)
      #expect(SecretSearch().findings(in: answer) == [])
    }
    process.closeInput()
    #expect(await process.exitStatus() == 0)
  }
}
