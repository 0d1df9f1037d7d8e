import Foundation
import Host
import Platform
import TestSupport
import Testing
import Tools

/// `clickport setup` where there is nobody to ask.
@Suite(.timeLimit(.minutes(10)))
struct SetupFromEnvironmentTests {
  private let home: KeyedHome
  private let service: LoopbackServer

  init() throws {
    home = try KeyedHome()
    service = try KeyedHome.service()
  }

  private func setup(
    _ arguments: [String], _ variables: [String: String] = [:]
  ) async throws -> ServerProcess.Outcome {
    let outcome = try await ServerProcess.run(
      // The service is in this process, which has other things to do.
      ["setup", "--timeout", "120"] + arguments,
      environment: try home.variables(at: service.url).merging(variables) { $1 })
    #expect(KeyedHome.traces(in: outcome.errors + outcome.lines.joined(separator: "\n")) == [])
    return outcome
  }

  @Test func `says what to set where there is no terminal`() async throws {
    let outcome = try await setup([])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("There is no terminal to ask on."))
    #expect(
      outcome.errors.contains(
        "Click Medias: CLICKMEDIAS_API_KEY, or CLICKMEDIAS_USERNAME and CLICKMEDIAS_PASSWORD"))
    for provider in try Repository.manifest().providers {
      #expect(outcome.errors.contains(provider.keyVariables[0]))
    }
    let one = try await setup(["--service", "klik"])
    #expect(one.errors.contains("KLIK_API_KEY") && !one.errors.contains("HIENERGY"))
    let unknown = try await setup(["--service", "clik", "--from-env"])
    #expect(unknown.status == 64)
    #expect(unknown.errors.contains("did you mean 'klik'?"))
  }

  @Test func `keeps what is set, each of it tried`() async throws {
    let file = try KeyedProcess.file("\u{FEFF}\(KeyedHome.key)\r\n")
    defer { try? FileManager.default.removeItem(at: file) }
    let outcome = try await setup(
      ["--from-env"],
      [
        "HIENERGY_API_KEY": " \(KeyedHome.key)\n", "KLIK_API_KEY_FILE": file.path,
        "CLICKMEDIAS_USERNAME": "jane", "CLICKMEDIAS_PASSWORD": KeyedHome.key,
        "CLICKMETER_API_KEY": "${CLICKMETER_API_KEY}",
      ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors == "")
    #expect(outcome.lines.last == "4 keys kept in \(home.store.path).")
    #expect(
      home.kept == [
        "HIENERGY_API_KEY": KeyedHome.key + "\n", "KLIK_API_KEY": KeyedHome.key + "\n",
        "CLICKMEDIAS_USERNAME": "jane\n", "CLICKMEDIAS_PASSWORD": KeyedHome.key + "\n",
      ])
    // From here on no variable is needed.
    let call = try await ServerProcess.run(
      ["call", "get_clicks", "range=2026-03"], environment: try home.variables(at: service.url))
    #expect(call.status == 0, "\(call.lines) \(call.errors)")
  }

  @Test func `keeps none that is refused, and fails`() async throws {
    let outcome = try await setup(
      ["--from-env"],
      [
        "HIENERGY_API_KEY": KeyedHome.key, "KLIK_API_KEY": KeyedHome.wrong,
        "CLICKMETER_API_KEY": "a b",
      ])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("klik: KLIK_API_KEY isn't kept. klik.social refuses it."))
    #expect(outcome.errors.contains("clickmeter: CLICKMETER_API_KEY holds a space"))
    #expect(outcome.lines.last == "1 key kept in \(home.store.path).")
    #expect(home.kept == ["HIENERGY_API_KEY": KeyedHome.key + "\n"])
  }

  @Test func `keeps what can't be tried only when it is told to`() async throws {
    let offline = [
      "HIENERGY_API_KEY": KeyedHome.wrong,
      "HIENERGY_BASE_URL": "http://127.0.0.1:\(LoopbackServer.closedPort)",
    ]
    let tried = try await setup(["--from-env"], offline)
    #expect(tried.status == 1)
    #expect(tried.errors.contains("It couldn't be checked."))
    #expect(tried.errors.contains("--no-check keeps it all the same."))
    #expect(home.kept.isEmpty)
    let untried = try await setup(["--from-env", "--no-check"], offline)
    #expect(untried.status == 0)
    #expect(home.kept == ["HIENERGY_API_KEY": KeyedHome.wrong + "\n"])
  }

  @Test func `fails where nothing is set, and where nothing can be kept`() async throws {
    let nothing = try await setup(["--from-env"], ["KLIK_API_KEY": ""])
    #expect(nothing.status == 1)
    #expect(nothing.errors.hasPrefix("No key is set."))
    let nowhere = try await setup(
      ["--from-env", "--no-check"], ["KLIK_API_KEY": "a-key", "XDG_CONFIG_HOME": "/dev/null/x"])
    #expect(nowhere.status == 1)
    #expect(nowhere.errors.contains("/dev/null"))
  }

  @Test func `keeps the key of a service that an overlay adds`() async throws {
    let overlay = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json")
    defer { try? FileManager.default.removeItem(at: overlay) }
    try Data(
      """
      {"manifest_version":1,"providers":[{"id":"acme","title":"Acme","base_url":"\(service.url)",
      "auth":{"scheme":"basic","env":"ACME_LOGIN"},"tools":[{"name":"acme_list","title":"T",
      "description":"D.","toolset":"acme","effect":"read","request":"GET /things"}]}]}
      """.utf8
    ).write(to: overlay)
    let outcome = try await setup(
      ["--from-env", "--no-check", "--manifest", overlay.path], ["ACME_LOGIN": "jane:pass word"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(home.kept == ["ACME_LOGIN": "jane:pass word\n"])
    let refused = try await setup(
      ["--from-env", "--service", "acme"],
      ["ACME_LOGIN": "jane:another", "CLICKPORT_MANIFEST": overlay.path])
    #expect(refused.status == 1)
    #expect(refused.errors.contains("Acme refuses it."))
    #expect(home.kept == ["ACME_LOGIN": "jane:pass word\n"])
  }
}
