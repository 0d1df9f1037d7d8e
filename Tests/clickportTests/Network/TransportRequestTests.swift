import Exchange
import Foundation
import HTTPTypes
import TestSupport
import Testing

/// Requests as they are on the wire: what was asked for, and nothing of libcurl's own.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct TransportRequestTests {
  /// The request as the service got it.
  private func sent(
    _ method: HTTPRequest.Method = .get, _ path: String = "/", _ fields: HTTPFields = [:],
    body: String = ""
  ) async throws -> WireMessage {
    let service = try WireServer { peer in
      peer.read()
      peer.answer("200 OK", ["Set-Cookie: id=1; Path=/"])
      peer.read()
      peer.answer()
    }
    let request = TransportBench.request(method, service.url, path, fields, body: body)
    #expect(await TransportBench.outcome(request).status == 200)
    return try #require(service.requests.first)
  }

  /// The fields but for those that every request has.
  private func own(_ message: WireMessage) -> [String] {
    message.fields.map { "\($0.name.rawName): \($0.value)" }.filter {
      !$0.hasPrefix("Host: 127.0.0.1:") && !$0.hasPrefix("Accept-Encoding: ")
    }
  }

  static let bodies: [(HTTPRequest.Method, String, length: String?)] = [
    (.get, "", nil), (.delete, "", nil), (.post, "", "0"), (.put, "", "0"), (.patch, "", "0"),
    (.post, "{}", "2"), (.put, "{}", "2"), (.patch, "{}", "2"), (.delete, "{}", "2"),
  ]

  @Test(arguments: bodies)
  func `sends each method with its body and no field but what it needs`(
    method: HTTPRequest.Method, body: String, length: String?
  ) async throws {
    let message = try await sent(method, "/a?b=c", body: body)
    #expect(message.firstLine == "\(method) /a?b=c HTTP/1.1")
    #expect(own(message) == (length.map { ["Content-Length: \($0)"] } ?? []))
    #expect(message.fields[.init("Host")!]?.hasPrefix("127.0.0.1:") == true)
    #expect(message.fields[.acceptEncoding]?.contains("gzip") == true)
    #expect(message.body == Array(body.utf8))
  }

  @Test func `sends the fields of the request`() async throws {
    let fields: HTTPFields = [
      .authorization: "Bearer key", .accept: "application/json", .contentType: "text/x",
      .userAgent: "clickport/1", .init("X-Empty")!: "", .init("X-Text")!: "Grüße ✓; a=\"b\", c",
    ]
    let message = try await sent(.post, "/", fields, body: "x")
    #expect(
      Set(own(message)) == [
        "Authorization: Bearer key", "Accept: application/json", "Content-Type: text/x",
        "User-Agent: clickport/1", "X-Empty: ", "X-Text: Grüße ✓; a=\"b\", c",
        "Content-Length: 1",
      ])
  }

  @Test(arguments: [
    "/", "/a//b/", "/a/../b/./c", "/a/%2e%2E/b", "/%2Fx%20y%25?q=%26&r=a+b&s=../..", "/?",
    "/a;b=c/@x:1?u=http://x/y?z", "/gr%C3%BC%C3%9Fe?x[]=1&y={2}&z=a|b^c`d",
  ])
  func `sends a path as it is`(path: String) async throws {
    #expect(try await sent(.get, path).firstLine == "GET \(path) HTTP/1.1")
  }

  @Test(arguments: [0, 1, 65_536, 1_048_577, 5 << 20])
  func `sends a body of any size, without asking first`(size: Int) async throws {
    let body = String(repeating: "x", count: size)
    let message = try await sent(.post, "/", [.contentType: "text/plain"], body: body)
    #expect(own(message) == ["Content-Type: text/plain", "Content-Length: \(size)"])
    #expect(message.body.count == size)
  }

  @Test func `sends a body byte by byte as it is`() async throws {
    var request = TransportBench.request(.post, "http://127.0.0.1:1")
    request.body = (0...255).map { UInt8($0) } + [0, 13, 10, 0]
    let service = try WireServer { peer in
      peer.read()
      peer.answer()
    }
    request.head.authority = "127.0.0.1:\(service.port)"
    #expect(await TransportBench.outcome(request).status == 200)
    #expect(service.requests.first?.body == request.body)
  }

  // MARK: - What one request leaves for the next

  @Test func `sends no cookie back, and nothing of an earlier request`() async throws {
    let service = try WireServer { peer in
      while peer.read() != nil {
        peer.answer("200 OK", ["Set-Cookie: id=1; Path=/", "Alt-Svc: h2=\":1\""])
      }
    }
    let key: HTTPFields = [.authorization: "key-1", .contentType: "text/x"]
    let keyed = ["Authorization: key-1", "Content-Type: text/x"]
    func request(_ method: HTTPRequest.Method, _ body: String = "", _ fields: HTTPFields = [:])
      -> ProviderRequest
    { TransportBench.request(method, service.url, "/\(method)", fields, body: body) }
    // A handle stays prepared for a GET behind another, and for nothing else.
    let expected: [(ProviderRequest, own: [String])] = [
      (request(.post, "{}", key), keyed + ["Content-Length: 2"]), (request(.get), []),
      (request(.delete), []), (request(.get, "", key), keyed), (request(.get), []),
      (request(.put, "{}"), ["Content-Length: 2"]), (request(.get), []), (request(.get), []),
    ]
    let statuses = await TransportBench.statuses(expected.map(\.0))
    #expect(statuses == expected.map { _ in 200 })
    let methods = expected.map { "\($0.0.head.method)" }
    #expect(service.requests.map(\.firstLine) == methods.map { "\($0) /\($0) HTTP/1.1" })
    #expect(service.requests.map(\.body) == expected.map(\.0.body))
    #expect(service.requests.map(own) == expected.map(\.own))
  }

  /// Files in the home directory that other programs over libcurl read.
  @Test func `reads no key and no setting from the home directory`() async throws {
    let home = FileManager.default.temporaryDirectory.appending(path: "clickport-home-\(UUID())")
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: home) }
    let service = try LoopbackServer { _ in .answer("200 OK", body: #"{"data":[]}"#) }
    for name in [".netrc", "_netrc"] {
      try "machine 127.0.0.1 login ann password opensesame\n"
        .write(to: home.appending(path: name), atomically: true, encoding: .utf8)
    }
    for name in [".curlrc", "_curlrc"] {
      try "header = \"X-Planted: yes\"\nnetrc\nproxy = http://127.0.0.1:1\nlocation\n"
        .write(to: home.appending(path: name), atomically: true, encoding: .utf8)
    }
    let outcome = try await ServerProcess.run(
      ["call", "get_clicks", "from=2026-03-01", "to=2026-03-02"],
      environment: [
        "HIENERGY_BASE_URL": service.url, "HIENERGY_API_KEY": "the-key", "HOME": home.path,
        "CURL_HOME": home.path, "XDG_CONFIG_HOME": home.path,
        "NETRC": home.appending(path: ".netrc").path,
      ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let request = try #require(service.requests.first)
    #expect(request.contains("the-key"))
    #expect(!request.contains("X-Planted"))
    #expect(!request.contains("Basic"))
  }

  @Test(arguments: ["file:///etc", "ftp://127.0.0.1", "gopher://127.0.0.1:70", "/etc"])
  func `lets no service have an address that is none of HTTP`(base: String) async throws {
    let outcome = try await ServerProcess.run(
      ["call", "get_clicks", "from=2026-03-01", "to=2026-03-02"],
      environment: ["HIENERGY_BASE_URL": base, "HIENERGY_API_KEY": "the-key"])
    #expect(outcome.status != 0)
    let told = outcome.lines.first ?? ""
    #expect(told.contains("HIENERGY_BASE_URL"), "\(outcome.lines) \(outcome.errors)")
  }
}
