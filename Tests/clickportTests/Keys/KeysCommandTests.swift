import Foundation
import Host
import JSON
import Platform
import TestSupport
import Testing
import Tools

/// `clickport keys`, and what the other commands say of kept keys.
@Suite(.timeLimit(.minutes(10)))
struct KeysCommandTests {
  private let home: KeyedHome

  init() throws {
    home = try KeyedHome()
  }

  private func run(
    _ arguments: [String], _ variables: [String: String] = [:], input: String = ""
  ) async throws -> ServerProcess.Outcome {
    let outcome = try await ServerProcess.run(
      arguments, input: input, environment: home.variables.merging(variables) { $1 })
    #expect(KeyedHome.traces(in: outcome.errors + outcome.lines.joined(separator: "\n")) == [])
    return outcome
  }

  private func entries(_ variables: [String: String] = [:]) async throws -> [String: JSONValue] {
    let outcome = try await run(["keys", "--json"], variables)
    #expect(outcome.status == 0)
    let entries = try outcome.lines.map { try JSONValue(parsing: $0) }
    return Dictionary(uniqueKeysWithValues: entries.map { ($0["variable"]?.string ?? "", $0) })
  }

  @Test func `lists each variable with its state, source and mode`() async throws {
    let file = try KeyedProcess.file(KeyedHome.key)
    defer { try? FileManager.default.removeItem(at: file) }
    #expect(chmod(file.path, 0o640) == 0)
    for variable in ["HIENERGY_API_KEY", "CLICKMETER_API_KEY", "CLICKPORT_WEBHOOK_SECRET"] {
      try home.store.keep(KeyedHome.key, as: variable)
    }
    let variables = [
      "CLICKMETER_API_KEY": KeyedHome.wrong, "KLIK_API_KEY_FILE": file.path,
      "KLIK_INTERNAL_KEY": "${KLIK_INTERNAL_KEY}", "CLICKMAGICK_API_KEY": "changeme",
    ]
    let entries = try await entries(variables)
    let wanted = try Repository.manifest().providers.flatMap(\.keyVariables)
    #expect(Set(wanted).isSubset(of: Set(entries.keys)))
    #expect(
      entries["HIENERGY_API_KEY"]?.description
        == #"{"variable":"HIENERGY_API_KEY","service":"hienergy","state":"set","from":"kept","#
        + #""mode":"0600","kept":true}"#)
    #expect(entries["CLICKMETER_API_KEY"]?["from"] == "variable")
    #expect(entries["CLICKMETER_API_KEY"]?["kept"] == true)
    #expect(entries["KLIK_API_KEY"]?["from"] == "file")
    #expect(entries["KLIK_API_KEY"]?["mode"] == "0640")
    #expect(entries["KLIK_INTERNAL_KEY"]?["state"] == "missing")
    #expect(entries["KLIK_INTERNAL_KEY"]?["reason"]?.string?.contains("unfilled") == true)
    #expect(entries["CLICKMAGICK_API_KEY"]?["state"] == "unusable")
    #expect(entries["CLICKMEDIAS_PASSWORD"]?["state"] == "missing")
    #expect(entries["CLICKPORT_WEBHOOK_SECRET"]?["service"] == nil)
    let table = try await run(["keys"], variables)
    #expect(table.status == 0)
    let line = table.lines.first { $0.contains("HIENERGY_API_KEY") }
    #expect(
      line?.split(separator: " ").map(String.init)
        == ["HIENERGY_API_KEY", "hienergy", "set", "kept", "0600"])
    #expect(table.errors.contains("CLICKMETER_API_KEY: what is kept isn't used"))
    #expect(table.errors.contains("CLICKMAGICK_API_KEY holds a placeholder"))
  }

  @Test func `doesn't use what others may read, and says so everywhere`() async throws {
    try home.store.keep(KeyedHome.key, as: "KLIK_API_KEY")
    let path = home.store.path(of: "KLIK_API_KEY")
    #expect(chmod(path, 0o644) == 0)
    let entry = try #require(try await entries()["KLIK_API_KEY"])
    #expect(entry["state"] == "unusable")
    #expect(entry["mode"] == "0644")
    let checked = try await run(["check"])
    #expect(checked.status == 1)
    #expect(checked.errors.contains("chmod 600 \(path)"))
    let called = try await run(["call", "get_device_status"])
    #expect(called.status == 3)
    #expect(called.lines.joined().contains("chmod 600"))
  }

  @Test func `tells of kept keys in check and in the log`() async throws {
    try home.store.keep(KeyedHome.key, as: "HIENERGY_API_KEY")
    let checked = try await run(["check"])
    #expect(checked.status == 0)
    #expect(
      checked.lines.contains { $0.hasSuffix("HIENERGY_API_KEY set, kept by clickport setup") })
    let served = try await run(["serve", "--log-level", "info"])
    #expect(served.errors.contains("HIENERGY_API_KEY set (kept)"))
    // The sandbox has nothing to do with them.
    let sandbox = try await run(["serve", "--sandbox", "--log-level", "info"])
    #expect(!sandbox.errors.contains("kept"))
  }

  @Test func `removes a variable's key, or all of a service`() async throws {
    for variable in ["KLIK_API_KEY", "KLIK_INTERNAL_KEY", "HIENERGY_API_KEY"] {
      try home.store.keep(KeyedHome.key, as: variable)
    }
    let one = try await run(["keys", "remove", "HIENERGY_API_KEY"])
    #expect(one.status == 0)
    #expect(one.lines == ["HIENERGY_API_KEY is kept no more."])
    let again = try await run(["keys", "remove", "HIENERGY_API_KEY"])
    #expect(again.status == 1)
    #expect(again.errors.contains("No key of HIENERGY_API_KEY is kept"))
    let service = try await run(["keys", "remove", "klik"], ["KLIK_API_KEY": KeyedHome.wrong])
    #expect(service.status == 0)
    #expect(service.lines.contains("It is still set, from the variable KLIK_API_KEY."))
    #expect(home.kept.isEmpty)
    #expect(try await run(["keys", "remove", "klik"]).status == 1)
    #expect(try await run(["keys", "remove", "clik"]).status == 64)
    #expect(try await run(["keys", "remove", "../KLIK"]).status == 64)
  }

  @Test(arguments: [("n\n", 1), ("\n", 1), ("\u{4}", 1), ("y\n", 0)])
  func `asks before it removes, on a terminal`(answer: String, status: Int32) async throws {
    try home.store.keep(KeyedHome.key, as: "KLIK_API_KEY")
    let terminal = try TerminalProcess(["keys", "remove", "klik"], environment: home.variables)
    #expect(await terminal.shows("Remove the kept KLIK_API_KEY? [y/N] "))
    terminal.type(answer)
    #expect(await terminal.finish().status == status)
    #expect(home.kept.isEmpty == (status == 0))
  }

  @Test func `takes a key from standard input`() async throws {
    let outcome = try await run(
      ["keys", "set", "HIENERGY_API_KEY"], input: "\u{FEFF}\"\(KeyedHome.key)\"\r\n")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(home.kept == ["HIENERGY_API_KEY": KeyedHome.key + "\n"])
    for (input, words) in [
      ("", "is empty"), ("a b", "holds a space"), ("changeme", "placeholder"),
      ("${HIENERGY_API_KEY}", "left unfilled"), ("a\nb\n", "several lines"),
      (String(repeating: "a", count: 70_000), "too large"),
    ] {
      let refused = try await run(["keys", "set", "HIENERGY_API_KEY"], input: input)
      #expect(refused.status == 1)
      #expect(refused.errors.contains(words), "\(refused.errors)")
    }
    #expect(home.kept == ["HIENERGY_API_KEY": KeyedHome.key + "\n"])
    #expect(try await run(["keys", "set", "../x"], input: "abc").status == 64)
    let stray = try await run(["keys", "set", "HIENERGY_APIKEY"], input: KeyedHome.key)
    #expect(stray.status == 64)
    #expect(stray.errors.contains("did you mean 'HIENERGY_API_KEY'?"))
    #expect(home.kept["HIENERGY_APIKEY"] == nil)
    let secret = try await run(["keys", "set", "CLICKPORT_WEBHOOK_SECRET"], input: KeyedHome.key)
    #expect(secret.status == 0)
    let removed = try await run(["keys", "remove", "HIENERGY_APIKEY"])
    #expect(removed.status == 1)
    #expect(removed.errors.contains("did you mean 'HIENERGY_API_KEY'?"))
  }

  /// A key that is kept, or replaced, while a server runs counts from the next call on.
  @Test func `are looked for at each call`() async throws {
    let service = try KeyedHome.service()
    let server = try OperatedServer([], try home.variables(at: service.url))
    let before = try #require(await server.client.call("get_clicks", ["range": "2026-03"]))
    #expect(before.answer["code"] == "missing_credentials")
    try home.store.keep(KeyedHome.wrong, as: "HIENERGY_API_KEY")
    let wrong = try #require(await server.client.call("get_clicks", ["range": "2026-03"]))
    #expect(wrong.answer["code"] == "unauthorized")
    try home.store.keep(KeyedHome.key, as: "HIENERGY_API_KEY")
    let right = try #require(await server.client.call("get_clicks", ["range": "2026-03"]))
    #expect(!right.isError)
    #expect(KeyedHome.traces(in: await server.finish()) == [])
  }

  /// A host that has nothing for any of them starts the server all the same.
  @Test func `are looked for where every variable was left unfilled`() async throws {
    let service = try KeyedHome.service()
    var variables = home.variables
    let settings = `A setting that was left unfilled`.variables + ["CLICKPORT_MANIFEST"]
    for name in settings { variables[name] = "${user_config.\(name.lowercased())}" }
    for provider in try Repository.manifest().providers {
      variables[provider.planVariable] = "${PLAN}"
      variables[provider.baseURLVariable] =
        provider.id == "hienergy" ? service.url : "${env:\(provider.baseURLVariable)}"
      for variable in provider.keyVariables {
        variables[variable] = "${input:\(variable)}"
        variables[variable + "_FILE"] = "${\(variable):-}"
      }
    }
    try home.store.keep(KeyedHome.key, as: "HIENERGY_API_KEY")
    let server = try OperatedServer([], variables)
    #expect(await server.listed().contains("get_clicks"))
    let outcome = try #require(await server.client.call("get_clicks", ["range": "2026-03"]))
    #expect(!outcome.isError, "\(outcome.answer)")
    let lines = await server.finish().split(separator: "\n")
      .filter { $0.contains(" counts as not set: it holds a reference") }
    #expect(lines.count == 2)
    #expect(service.requests.count == 1)
  }

  /// Planted keys of every service, and every command that looks at them.
  @Test(arguments: [
    ["keys"], ["keys", "--json"], ["check"], ["tools"], ["tools", "--toolsets", "all"],
    ["serve", "--log-level", "trace"], ["setup"], ["setup", "--from-env"],
    ["call", "get_clicks", "range=2026-03"], ["call", "get_device_status"],
    ["keys", "remove", "klik"], ["keys", "remove", "nobody"],
  ])
  func `shows no part of a key`(arguments: [String]) async throws {
    let closed = "http://127.0.0.1:\(LoopbackServer.closedPort)"
    let providers = try Repository.manifest().providers
    for service in providers {
      for variable in service.keyVariables { try home.store.keep(KeyedHome.key, as: variable) }
    }
    let lines = try KeyedProcess.lines().joined(separator: "\n") + "\n"
    let kept = try await run(arguments, try home.variables(at: closed), input: lines)
    #expect(!kept.lines.isEmpty || !kept.errors.isEmpty)
    var variables = try home.variables(at: closed)
    for variable in providers.flatMap(\.keyVariables) { variables[variable] = KeyedHome.wrong }
    _ = try await run(arguments, variables, input: lines)
  }
}
