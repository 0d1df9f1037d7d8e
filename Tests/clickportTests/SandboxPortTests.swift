import Foundation
import HTTPTypes
import JSON
import Sandbox
import TestSupport
import Testing

/// A binary with the trait `Server`: this build's, or else that which `CLICKPORT_SERVER` names.
private enum ServerBuild {
  static let binary =
    ProcessInfo.processInfo.environment["CLICKPORT_SERVER"].map { URL(filePath: $0) } ?? built

  #if Server
  private static let built: URL? = ServerProcess.binary
  #else
  private static let built: URL? = nil
  #endif
}

/// `clickport sandbox`, the services behind a port.
@Suite(
  .enabled(if: ServerBuild.binary != nil, "a build with --traits Server runs them"),
  .timeLimit(.minutes(10)))
struct SandboxPortTests {
  /// A running one, with the variables that it prints once it is ready.
  private struct Service {
    let process: ServerProcess
    let variables: [String: String]

    init(_ options: [String] = []) async throws {
      process = try ServerProcess(
        ["sandbox", "--port", "0", "--sandbox-time", "2026-04-15T12:00:00Z"] + options,
        program: #require(ServerBuild.binary))
      var variables: [String: String] = [:]
      for await line in process.lines {
        guard line.hasPrefix("export ") else { break }
        let pair = line.dropFirst("export ".count).split(separator: "=", maxSplits: 1)
        variables[String(pair[0])] = String(pair[1])
      }
      self.variables = variables
    }

    func client() throws -> LoopbackClient {
      let url = try #require(variables["KLIK_BASE_URL"].flatMap { URL(string: $0) })
      return try LoopbackClient(port: #require(url.port))
    }

    /// Ends it as whoever started it does.
    func stop() async {
      process.signal(SIGTERM)
      #expect(await process.exitStatus() == 0)
      #expect(process.errorOutput == "")
    }
  }

  /// With the key where the two services that are asked look for it.
  private static func get(_ path: String, key: String = SandboxWorld.key) -> String {
    let lines = [
      "GET \(path) HTTP/1.1", "Host: 127.0.0.1", "X-Api-Key: \(key)", "X-APIKEY: \(key)",
    ]
    return lines.joined(separator: "\r\n") + "\r\n\r\n"
  }

  private static let clicks = "/hienergy/api/v1/clicks?start_date=2026-03-01&end_date=2026-03-01"

  @Test func `prints where each service is, and its key`() async throws {
    let service = try await Service()
    let port = try #require(service.variables["KLIK_BASE_URL"].flatMap { URL(string: $0)?.port })
    for name in SandboxWorld.services {
      let prefix = name.uppercased()
      #expect(service.variables[prefix + "_BASE_URL"] == "http://127.0.0.1:\(port)/\(name)")
      #expect(service.variables[prefix + "_API_KEY"] == SandboxWorld.key)
    }
    await service.stop()
  }

  @Test func `answers as the sandbox does`() async throws {
    let service = try await Service()
    let client = try service.client()
    let answer = try #require(await client.send(Self.get(Self.clicks)))
    #expect(answer.firstLine == "HTTP/1.1 200 OK")
    #expect(answer.fields[.contentType] == "application/json")
    let world = try LoopbackWorld(SandboxWorld { SandboxedTools.now })
    let expected = await (try LoopbackClient(port: world.port)).send(Self.get(Self.clicks))
    #expect(answer.body == expected?.body)
    let refused = await client.send(Self.get(Self.clicks, key: "invalid"))
    #expect(refused?.firstLine == "HTTP/1.1 401 Unauthorized")
    let unknown = await client.send(Self.get("/elsewhere"))
    #expect(unknown?.firstLine == "HTTP/1.1 404 Not Found")
    await service.stop()
  }

  private static let projects = "/clickmagick/campaigns/projects"

  private static var creation: String {
    let form = "name=Tide+Charts"
    let head = [
      "POST \(projects) HTTP/1.1", "Host: 127.0.0.1", "x-apikey: \(SandboxWorld.key)",
      "Content-Type: application/x-www-form-urlencoded", "Content-Length: \(form.utf8.count)",
    ]
    return head.joined(separator: "\r\n") + "\r\n\r\n" + form
  }

  private static func names(_ client: LoopbackClient) async throws -> [JSONValue?]? {
    let answer = await client.send(get(projects + "?search=tide"))
    return try JSONValue(parsing: #require(answer).body)["projects"]?.array?.map { $0["name"] }
  }

  @Test func `shows later what was written`() async throws {
    let service = try await Service()
    let client = try service.client()
    #expect(await client.send(Self.creation)?.firstLine == "HTTP/1.1 200 OK")
    #expect(try await Self.names(client) == ["Tide Charts"])
    await service.stop()
  }

  @Test func `shows another what was written, with a file between them`() async throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).jsonl")
    defer { try? FileManager.default.removeItem(at: file) }
    let first = try await Service(["--sandbox-state", file.path])
    #expect(try await first.client().send(Self.creation)?.firstLine == "HTTP/1.1 200 OK")
    await first.stop()
    let second = try await Service(["--sandbox-state", file.path])
    #expect(try await Self.names(second.client()) == ["Tide Charts"])
    // A fault of the file is told to whoever asks.
    try Data("hello\n".utf8).write(to: file)
    let refused = try await second.client().send(Self.get(Self.projects))
    #expect(refused?.firstLine == "HTTP/1.1 503 Service Unavailable")
    let reason = String(decoding: refused?.body ?? [], as: UTF8.self)
    #expect(reason.contains("holds something else"), "\(reason)")
    await second.stop()
  }

  @Test func `plays the faults that are answers`() async throws {
    let service = try await Service(["--faults", "rate=1 kinds=rate_limited retry_after=900"])
    let answer = try #require(await service.client().send(Self.get(Self.clicks)))
    #expect(answer.firstLine == "HTTP/1.1 429 Too Many Requests")
    #expect(answer.fields[.retryAfter] == "900")
    await service.stop()
  }
}

#if !Server
/// A build without the trait `Server` says so where one is wanted.
struct MissingServerTests {
  @Test func `puts no sandbox behind a port, and says what can`() async throws {
    let outcome = try await ServerProcess.run(["sandbox", "--port", "0"])
    #expect(outcome.status == 64)
    #expect(outcome.lines == [])
    let reason = "this build serves no HTTP; one that does: swift build --traits Server"
    #expect(outcome.errors.contains(reason), "\(outcome.errors)")
  }
}
#endif
