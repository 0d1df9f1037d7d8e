import Foundation
import JSON
import TestSupport
import Testing
import Tools

/// Point F28: `clickport check` tells which services can be used, and how they are reached.
@Suite(.timeLimit(.minutes(10)))
struct CheckCommandTests {
  private func check(
    _ options: [String] = [], _ environment: [String: String] = [:]
  ) async throws -> (status: Int32, lines: [String: String], errors: String) {
    let outcome = try await ServerProcess.run(["check"] + options, environment: environment)
    let services = outcome.lines.compactMap { line in
      line.firstIndex(of: ":").map { (String(line[..<$0]), line) }
    }
    return (
      outcome.status, Dictionary(services) { first, _ in first }, outcome.errors
    )
  }

  @Test func `shows address and key of every service`() async throws {
    let services = try Repository.manifest().providers
    let plain = try await check()
    #expect(plain.status == 0)
    #expect(plain.errors == "")
    for service in services {
      let line = try #require(plain.lines[service.id])
      #expect(line.contains(service.baseURL))
      for variable in service.keyVariables {
        #expect(line.contains("missing: \(variable) is not set"))
      }
    }
    var variables: [String: String] = [:]
    for service in services {
      variables[service.baseURLVariable] = "http://127.0.0.1:8801/\(service.id)/"
      for variable in service.keyVariables { variables[variable] = "the-key-of-\(service.id)" }
    }
    let set = try await check([], variables)
    #expect(set.status == 0)
    for service in services {
      let line = try #require(set.lines[service.id])
      #expect(line.contains("http://127.0.0.1:8801/\(service.id);"))
      for variable in service.keyVariables { #expect(line.contains("\(variable) set")) }
      #expect(!line.contains("the-key-of"))
    }
  }

  @Test(arguments: [
    ("KLIK_API_KEY", "qzv1 wkx2", "holds a space"), ("KLIK_API_KEY", "changeme", "placeholder"),
    ("KLIK_API_KEY_FILE", "/qzv1/wkx2", "No such file"),
    ("KLIK_BASE_URL", "qzv1.wkx2", "its shape"),
  ])
  func `fails where a service that was set up can't be used`(
    variable: String, value: String, reason: String
  ) async throws {
    let found = try await check([], ["HIENERGY_API_KEY": "a-key", variable: value])
    #expect(found.status == 1)
    #expect(found.lines["klik"]?.contains("unusable: ") == true)
    #expect(found.lines["klik"]?.contains(reason) == true)
    #expect(found.errors.contains("Error: klik.social can't be used: \(variable.prefix(12))"))
    #expect(!found.errors.contains("HIENERGY"))
    for secret in ["qzv1", "wkx2"] {
      #expect(!(found.errors + (found.lines["klik"] ?? "")).contains(secret))
    }
    // Who leaves it out isn't bothered.
    let others = try await check(
      ["--providers", "hienergy"], ["HIENERGY_API_KEY": "a-key", variable: value])
    #expect(others.status == 0)
  }

  @Test func `fails where a service that was chosen has no key`() async throws {
    let found = try await check(["--providers", "klik,hienergy"], ["HIENERGY_API_KEY": "a-key"])
    #expect(found.status == 1)
    #expect(found.errors == "Error: klik.social can't be used: KLIK_API_KEY is not set.\n")
    let byVariable = try await check([], ["CLICKPORT_PROVIDERS": "klik"])
    #expect(byVariable.status == 1)
    let unknown = try await check(["--providers", "clik"])
    #expect(unknown.status == 64)
    #expect(unknown.errors.contains("did you mean klik?"))
  }

  @Test func `warns of what it would be warned of at the start`() async throws {
    let found = try await check(["--state-dir", "/dev/null/state"])
    #expect(found.status == 0)
    #expect(found.errors.contains("Warning: What changes something will be refused: "))
  }
}
