import Foundation
import JSON
import Sandbox
import TestSupport
import Testing

/// `clickport doctor` against services that are well, and with one thing wrong at a time.
@Suite(.timeLimit(.minutes(10)))
struct DoctorCommandTests {
  private let bench: DoctorBench

  init() throws {
    bench = try DoctorBench()
  }

  private typealias Told = DoctorBench.Told

  @Test func `finds nothing wrong where nothing is`() async throws {
    let outcome = try await bench.run()
    #expect(outcome.status == 0)
    #expect(outcome.failed == [])
    #expect(outcome.told("warning") == [])
    #expect(outcome.json["version"]?.string?.isEmpty == false)
    for service in SandboxWorld.services {
      let read = try #require(outcome.finding("read", service))
      #expect(read["level"] == "ok", "\(read)")
      #expect(read["milliseconds"]?.int != nil)
      #expect(read["status"] == 200)
    }
    let build = outcome.finding("build", "clickport")?["text"]?.string ?? ""
    #expect(build.contains("libcurl ") && build.contains("SQLite "), "\(build)")
    // One read each, and nothing is left behind.
    #expect(bench.services.arrivals.map(\.service).sorted() == SandboxWorld.services.sorted())
    #expect(bench.services.arrivals.allSatisfy { $0.method == "GET" })
    #expect(try FileManager.default.contentsOfDirectory(atPath: bench.home.path) == [])
  }

  @Test func `has a line for each service that is well`() async throws {
    let outcome = try await bench.lines()
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(outcome.lines.count <= 12, "\(outcome.lines)")
    for service in SandboxWorld.services {
      let line = try #require(outcome.lines.first { $0.contains("  \(service)  ") })
      #expect(line.hasPrefix("ok "), "\(line)")
      #expect(line.contains("answered in"), "\(line)")
      #expect(line.contains("\(service.uppercased())_API_KEY"), "\(line)")
    }
    #expect(outcome.lines.last == "All is well.")
  }

  @Test func `says where a key is wrong`() async throws {
    let outcome = try await bench.run([], ["CLICKMAGICK_API_KEY": "invalid-and-secret"])
    #expect(outcome.status == 1)
    #expect(outcome.failed == [Told("key", "clickmagick")])
    #expect(outcome.finding("read", "clickmagick")?["level"] == "skipped")
    let key = outcome.finding("key", "clickmagick")
    #expect(key?["text"]?.string?.contains("doesn't accept the key") == true)
    #expect(key?["fix"]?.string?.contains("clickport setup --service clickmagick") == true)
    #expect(!outcome.text.contains("invalid-"))
  }

  @Test(arguments: ["${KLIK_API_KEY}x", "your-api-key", "two words"])
  func `says where a key is none`(key: String) async throws {
    let outcome = try await bench.run([], ["KLIK_API_KEY": key])
    #expect(outcome.status == 1)
    #expect(outcome.failed == [Told("key", "klik")])
    #expect(!outcome.text.contains(key))
    #expect(!bench.services.arrivals.map(\.service).contains("klik"))
  }

  @Test func `skips a service without a key, unless it is named`() async throws {
    let outcome = try await bench.run([], ["KLIK_API_KEY": ""])
    #expect(outcome.status == 0)
    #expect(outcome.finding("key", "klik")?["level"] == "skipped")
    let named = try await bench.run(["--service", "klik"], ["KLIK_API_KEY": ""])
    #expect(named.status == 1)
    #expect(named.failed == [Told("key", "klik")])
    #expect(named.finding("key", "clickmeter") == nil)
    let unknown = try await bench.lines(["--service", "clik"])
    #expect(unknown.status == 64)
    #expect(unknown.errors.contains("did you mean 'klik'?"))
  }

  @Test func `says once that there is no key at all`() async throws {
    var changes: [String: String] = [:]
    for service in SandboxWorld.services { changes["\(service.uppercased())_API_KEY"] = "" }
    let outcome = try await bench.run([], changes)
    #expect(outcome.status == 1)
    #expect(outcome.failed == [Told("settings", "keys")])
    #expect(bench.services.arrivals.isEmpty)
  }

  @Test func `says that the proxy is dead, once`() async throws {
    let port = LoopbackServer.closedPort
    let outcome = try await bench.run(
      [], ["NO_PROXY": "", "HTTP_PROXY": "http://ann:s3cret-pass@127.0.0.1:\(port)"])
    #expect(outcome.status == 1)
    #expect(outcome.failed == [Told("proxy", "HTTP_PROXY")])
    for service in SandboxWorld.services {
      #expect(outcome.finding("read", service)?["level"] == "skipped")
    }
    #expect(!outcome.text.contains("s3cret"))
    #expect(!outcome.text.contains("ann:"))
  }

  @Test func `says that a variable holds no proxy`() async throws {
    let outcome = try await bench.run(
      [], ["NO_PROXY": "", "HTTP_PROXY": "socks5://127.0.0.1:\(LoopbackServer.closedPort)"])
    #expect(outcome.failed.map(\.area) == ["proxy"])
  }

  @Test func `says that a name isn't found`() async throws {
    let outcome = try await bench.run([], ["KLIK_BASE_URL": "https://services.invalid"])
    #expect(outcome.status == 1)
    #expect(outcome.failed == [Told("name", "klik")])
    for area in ["connection", "trust", "read"] {
      #expect(outcome.finding(area, "klik")?["level"] == "skipped")
    }
    #expect(outcome.finding("name", "klik")?["fix"]?.string?.contains("KLIK_BASE_URL") == true)
  }

  @Test func `says that a connection is refused`() async throws {
    let outcome = try await bench.run(
      [], ["KLIK_BASE_URL": "http://127.0.0.1:\(LoopbackServer.closedPort)"])
    #expect(outcome.failed == [Told("connection", "klik")])
  }

  @Test(.enabled(if: SecureService.isThere, "there is no \(SecureService.program.path)"))
  func `says that a certificate isn't trusted`() async throws {
    let service = try await SecureService(answers: true)
    let outcome = try await bench.run([], ["KLIK_BASE_URL": service.url])
    #expect(outcome.status == 1)
    #expect(outcome.failed == [Told("trust", "klik")])
    #expect(outcome.finding("trust", "klik")?["fix"]?.string?.contains("SSL_CERT_FILE") == true)
    #expect(outcome.finding("connection", "klik")?["level"] == "ok")
  }

  @Test func `says that a service is down`() async throws {
    let service = try LoopbackServer { _ in .answer("503 Down", body: "{}") }
    let outcome = try await bench.run([], ["KLIK_BASE_URL": service.url])
    #expect(outcome.failed == [Told("read", "klik")])
    #expect(outcome.finding("read", "klik")?["status"] == 503)
    // It isn't asked again.
    #expect(service.requests.count == 1)
  }

  @Test func `says that an address is none`() async throws {
    let outcome = try await bench.run([], ["KLIK_BASE_URL": "ftp://ann:s3cret-pass@host"])
    #expect(outcome.failed == [Told("address", "klik")])
    #expect(!outcome.text.contains("s3cret"))
  }

  @Test func `asks nobody when it is told to`() async throws {
    let outcome = try await bench.run(["--offline"], ["KLIK_API_KEY": "changeme"])
    #expect(outcome.failed == [Told("key", "klik")])
    #expect(bench.services.arrivals.isEmpty)
  }

  @Test func `says that nothing can be kept`() async throws {
    let file = try bench.write("", to: "state")
    let outcome = try await bench.run(["--state-dir", file])
    #expect(outcome.status == 1)
    #expect(outcome.failed == [Told("state", file)])
    #expect(outcome.finding("state", file)?["fix"]?.string?.contains("--state-dir") == true)
  }

  @Test func `says which overlay is wrong, and looks at all the rest`() async throws {
    let right = try bench.write(#"{"manifest_version": 1, "providers": []}"#, to: "right.json")
    let wrong = try bench.write(
      #"{"manifest_version": 1, "providers": [{"id": "klik", "titel": "x"}]}"#, to: "wrong.json")
    let outcome = try await bench.run(["--manifest", right, "--manifest", wrong])
    #expect(outcome.status == 1)
    #expect(outcome.failed == [Told("overlay", wrong)])
    #expect(outcome.finding("overlay", right)?["level"] == "ok")
    #expect(outcome.finding("read", "klik")?["level"] == "ok")
    let none = try await bench.run(["--manifest", bench.home.path + "/none.json"])
    #expect(none.failed.map(\.area) == ["overlay"])
  }

  @Test func `looks at the services of an overlay too`() async throws {
    let overlay = try bench.write(
      """
      {"manifest_version": 1, "providers": [{"id": "acme", "title": "Acme",
        "base_url": "http://127.0.0.1:\(LoopbackServer.closedPort)",
        "auth": {"header": "X-Key", "env": "ACME_API_KEY"},
        "tools": [{"name": "list_things", "title": "Things", "description": "Lists things.",
          "toolset": "things", "effect": "read", "request": "GET /things"}]}]}
      """, to: "acme.json")
    let service = try LoopbackServer { _ in .answer("200 OK", body: #"{"things": []}"#) }
    let outcome = try await bench.run(
      ["--manifest", overlay, "--service", "acme"],
      ["ACME_API_KEY": "a-key", "ACME_BASE_URL": service.url])
    #expect(outcome.failed == [])
    #expect(outcome.finding("read", "acme")?["tool"] == "list_things")
  }

  @Test func `says what is wrong with a policy`() async throws {
    let policy = try bench.write(#"{"quiet": 1}"#, to: "policy.json")
    let outcome = try await bench.run(["--policy", policy])
    #expect(outcome.failed == [Told("policy", policy)])
  }

  @Test func `says which variable keeps the server from starting`() async throws {
    let outcome = try await bench.run([], ["CLICKPORT_READ_ONLY": "perhaps"])
    #expect(outcome.failed == [Told("settings", "variables")])
  }

  @Test(arguments: [
    ("TIME_ZONE", "Mars/X"), ("TOOLSETS", "nope"), ("TOOLS", "nope"), ("EXCLUDE_TOOLS", "nope"),
    ("PROVIDERS", "nope"), ("ALLOW_DIR", "/nope"), ("SAVE_DIR", "/nope"),
  ])
  func `says what a server doesn't start with`(variable: String, value: String) async throws {
    let outcome = try await bench.run(["--offline"], ["CLICKPORT_\(variable)": value])
    #expect(outcome.status == 1)
    #expect(outcome.failed == [Told("settings", "variables")])
    let text = outcome.finding("settings", "variables")?["text"]?.string ?? ""
    #expect(text.lowercased().contains(value.lowercased()), "\(text)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: bench.home.path) == [])
  }

  @Test func `warns of a limit that is unfilled, and of a plan that there isn't`() async throws {
    let outcome = try await bench.run(
      ["--offline"],
      ["CLICKPORT_READ_ONLY": "${user_config.read_only}", "HIENERGY_PLAN": "no-such-plan"])
    #expect(outcome.status == 0)
    #expect(
      outcome.told("warning") == [
        Told("settings", "CLICKPORT_READ_ONLY"), Told("settings", "HIENERGY_PLAN"),
      ])
  }

  @Test func `says how a kept key becomes usable`() async throws {
    let path = try bench.write("a-key\n", to: ".config/clickport/keys/KLIK_API_KEY")
    let directory = bench.home.appending(path: ".config/clickport/keys").path
    for (file, mode) in [(directory, 0o700), (path, 0o644)] {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
    }
    let outcome = try await bench.run(["--offline"], ["KLIK_API_KEY": ""])
    #expect(outcome.failed == [Told("key", "klik")])
    #expect(outcome.finding("key", "klik")?["fix"]?.string == "chmod 600 \(path)")
  }

  @Test func `says that no TLS is spoken at an address`() async throws {
    let service = try WireServer { peer in
      _ = peer.readBytes()
      peer.answer()
      peer.waitForEnd()
    }
    let outcome = try await bench.run([], ["KLIK_BASE_URL": "https://127.0.0.1:\(service.port)"])
    #expect(outcome.failed == [Told("connection", "klik")])
    let finding = outcome.finding("connection", "klik")
    #expect(finding?["text"]?.string?.contains("no TLS is spoken there") == true)
    #expect(finding?["fix"]?.string?.contains("KLIK_BASE_URL") == true)
  }

  @Test func `names what a token is had for where it is refused`() async throws {
    let service = try LoopbackServer { request in
      request.hasPrefix("POST /auth/token")
        ? .answer("200 OK", body: #"{"token":"a-token-for-jane"}"#)
        : .answer("401 Unauthorized", body: #"{"success":false,"error":"no"}"#)
    }
    let outcome = try await bench.run(
      [],
      [
        "CLICKMEDIAS_API_KEY": "", "CLICKMEDIAS_USERNAME": "jane",
        "CLICKMEDIAS_PASSWORD": "s3cret-pass", "CLICKMEDIAS_BASE_URL": service.url,
      ])
    #expect(outcome.failed == [Told("key", "clickmedias")])
    let key = outcome.finding("key", "clickmedias")
    for words in [key?["text"]?.string ?? "", key?["fix"]?.string ?? ""] {
      #expect(words.contains("CLICKMEDIAS_PASSWORD"), "\(words)")
      #expect(!words.contains("CLICKMEDIAS_API_KEY"), "\(words)")
    }
  }

  @Test func `says that libcurl is missing`() async throws {
    let outcome = try await bench.run([], ["CLICKPORT_LIBCURL": "/nonexistent/libcurl.so.4"])
    #expect(outcome.failed == [Told("build", "libcurl")])
    #expect(outcome.finding("build", "libcurl")?["fix"]?.string?.contains("install") == true)
  }

  @Test func `says that the clock is wrong`() async throws {
    let service = try LoopbackServer { _ in
      .answer(
        "200 OK", headers: ["Date: Sun, 06 Nov 2016 08:49:37 GMT"],
        body: #"{"success": true, "data": {}}"#)
    }
    let outcome = try await bench.run(["--service", "klik"], ["KLIK_BASE_URL": service.url])
    #expect(outcome.status == 0)
    #expect(outcome.told("warning") == [Told("clock", "clock")])
  }

  @Test func `tells how answers have changed, where it is asked to`() async throws {
    let service = try LoopbackServer { _ in
      .answer(
        "200 OK", body: #"{"success": true, "data": {"is_connected": true, "battery": 80}}"#)
    }
    let variables = bench.environment.merging(["KLIK_BASE_URL": service.url]) { $1 }
    let call = try await ServerProcess.run(["call", "get_device_status"], environment: variables)
    #expect(call.status == 0, "\(call.errors)")
    let outcome = try await bench.run(["--drift"])
    #expect(outcome.status == 0)
    #expect(outcome.told("warning") == [Told("drift", "get_device_status")])
    let text = outcome.finding("drift", "get_device_status")?["text"]?.string ?? ""
    #expect(text.contains("/data/battery new"), "\(text)")
    #expect(try await bench.run().told("warning") == [])
    let other = try await bench.run(["--drift", "--service", "hienergy"])
    #expect(other.told("warning") == [])
  }

  @Test(arguments: [false, true])
  func `shows no key, whatever is wrong`(isJSON: Bool) async throws {
    let key = SecretSearch.key
    let echo = try LoopbackServer { request in
      .answer(
        "400 Bad Request",
        body: JSONValue.object(["message": .string("no: \(request) \(key.prefix(7))")]).description)
    }
    var changes: [String: String] = [:]
    for service in SandboxWorld.services {
      changes["\(service.uppercased())_API_KEY"] = key
      changes["\(service.uppercased())_BASE_URL"] = echo.url
    }
    changes["CLICKMETER_BASE_URL"] = "https://ann:\(key)@host"
    changes["CLICKMAGICK_API_KEY_FILE"] = key
    changes["CLICKMAGICK_API_KEY"] = ""
    changes["HTTPS_PROXY"] = "http://ann:\(key)@127.0.0.1:1"
    let outcome = try await bench.lines(isJSON ? ["--json"] : [], changes)
    #expect(outcome.status == 1)
    let text = outcome.lines.joined(separator: "\n") + outcome.errors
    #expect(SecretSearch().findings(in: text) == [])
    #expect(!text.contains(key.prefix(7)))
    #expect(!text.contains(key.suffix(6)))
  }
}
