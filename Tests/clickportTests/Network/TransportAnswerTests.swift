import Exchange
import Foundation
import HTTPTypes
import TestSupport
import Testing

/// Answers as services give them, and what is made of them.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct TransportAnswerTests {
  /// What a GET is answered by a service that writes this, and then keeps the connection open or
  /// not.
  private func answer(
    to method: HTTPRequest.Method = .get, _ bytes: [UInt8], thenCloses: Bool = false,
    maximumAnswer: Int = 32 << 20
  ) async throws -> Result<ProviderResponse, TransportError> {
    let service = try WireServer { peer in
      peer.read()
      peer.write(bytes)
      if !thenCloses { peer.waitForEnd() }
    }
    return await TransportBench.outcome(
      TransportBench.request(method, service.url, maximumAnswer: maximumAnswer))
  }

  private func answer(_ text: String, thenCloses: Bool = false) async throws -> ProviderResponse {
    try await answer(Array(text.utf8), thenCloses: thenCloses).get()
  }

  @Test func `reads a body of an announced length`() async throws {
    let answer = try await answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-A: b\r\n\r\n{}")
    #expect(answer.head.status.code == 200)
    #expect(answer.head.headerFields == [.contentLength: "2", HTTPField.Name("X-A")!: "b"])
    #expect(answer.text == "{}")
  }

  @Test func `reads a body in chunks, and no field behind it`() async throws {
    let answer = try await answer(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: Retry-After\r\n\r\n"
        + "3;why=not\r\n{\"a\r\n00A\r\n\":[1,2,3]}\r\n0\r\n"
        + "Retry-After: 900\r\nHTTP/1.1 500: no\r\nX-Late: yes\r\n\r\n")
    #expect(answer.head.status.code == 200)
    #expect(answer.text == #"{"a":[1,2,3]}"#)
    #expect(
      answer.head.headerFields == [.transferEncoding: "chunked", .trailer: "Retry-After"])
  }

  @Test func `reads a body until the connection ends`() async throws {
    let answer = try await answer("HTTP/1.1 200 OK\r\n\r\n{}", thenCloses: true)
    #expect(answer.text == "{}")
  }

  @Test func `reads an answer of HTTP 1.0`() async throws {
    let answer = try await answer(
      "HTTP/1.0 404 Not Found\r\nContent-Type: a/b\r\n\r\nno", thenCloses: true)
    #expect(answer.head.status.code == 404)
    #expect(answer.text == "no")
  }

  @Test func `reads lines that end in a line feed alone`() async throws {
    let answer = try await answer("HTTP/1.1 200 OK\nContent-Length: 2\nX-A: b\n\n{}")
    #expect(answer.head.headerFields == [.contentLength: "2", HTTPField.Name("X-A")!: "b"])
    #expect(answer.text == "{}")
  }

  @Test func `reads a status without words`() async throws {
    #expect(try await answer("HTTP/1.1 503\r\nContent-Length: 0\r\n\r\n").head.status.code == 503)
    #expect(try await answer("HTTP/1.1 599 \r\nContent-Length: 0\r\n\r\n").head.status.code == 599)
  }

  @Test(arguments: [
    "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n",
    "HTTP/1.1 102 Processing\r\nX-A: 1\r\n\r\nHTTP/1.1 103 Early Hints\r\nX-A: 2\r\n\r\n",
  ])
  func `waits for the answer behind those that say it comes`(start: String) async throws {
    let answer = try await answer(start + "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}")
    #expect(answer.head.status.code == 201)
    #expect(answer.head.headerFields == [.contentLength: "2"])
    #expect(answer.text == "{}")
  }

  // The length is that of a body which isn't sent.
  @Test(arguments: ["204 No Content", "304 Not Modified"])
  func `expects no body where there can't be one`(status: String) async throws {
    let answer = try await answer(
      Array("HTTP/1.1 \(status)\r\nContent-Length: 1001\r\nETag: \"x\"\r\n\r\n".utf8),
      maximumAnswer: 1000
    ).get()
    #expect(answer.head.headerFields[.eTag] == "\"x\"")
    #expect(answer.body.isEmpty)
  }

  static let redirects = ["300", "301", "302", "303", "304", "305", "307", "308", "399"]

  @Test(arguments: redirects, [HTTPRequest.Method.get, .post])
  func `takes a redirect for the answer`(status: String, method: HTTPRequest.Method) async throws {
    let elsewhere = try WireServer { $0.read() }
    let answer = try await answer(
      to: method,
      Array(
        "HTTP/1.1 \(status) Go\r\nLocation: \(elsewhere.url)/\r\nContent-Length: 0\r\n\r\n".utf8)
    ).get()
    #expect(answer.head.status.code == Int(status))
    #expect(answer.head.headerFields[.location] == "\(elsewhere.url)/")
    #expect(elsewhere.connections == 0)
  }

  // MARK: - Header fields

  @Test func `keeps repeated fields in their order`() async throws {
    let answer = try await answer(
      "HTTP/1.1 200 OK\r\nX-A: 1\r\nx-b: 2\r\nX-A: 3\r\nx-a:4\r\nContent-Length: 0\r\n\r\n")
    #expect(answer.head.headerFields[values: HTTPField.Name("x-a")!] == ["1", "3", "4"])
    #expect(
      answer.head.headerFields.map { "\($0.name.rawName)=\($0.value)" }
        == ["X-A=1", "x-b=2", "X-A=3", "x-a=4", "Content-Length=0"])
  }

  @Test func `reads odd values`() async throws {
    let head = "HTTP/1.1 200 OK\r\nX-Empty:\r\nX-Space: \t  a b \t \r\nX-Text: Grüße ✓\r\n"
    var bytes = Array(head.utf8) + Array("X-Latin: caf".utf8) + [0xE9] + Array("\r\n".utf8)
    bytes += Array("X-Colon: a:b: c\r\nContent-Length: 0\r\n\r\n".utf8)
    let fields = try await answer(bytes).get().head.headerFields
    #expect(fields[HTTPField.Name("X-Empty")!] == "")
    #expect(fields[HTTPField.Name("X-Space")!] == "a b")
    #expect(fields[HTTPField.Name("X-Text")!] == "Grüße ✓")
    #expect(fields[HTTPField.Name("X-Latin")!] == "caf\u{FFFD}")
    #expect(fields[HTTPField.Name("X-Colon")!] == "a:b: c")
  }

  // MARK: - Compression

  static let packed: [(encoding: String, bytes: [UInt8])] = [
    (
      "gzip",
      [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xAB, 0x56, 0x4A,
        0x49, 0x2C, 0x49, 0x54, 0xB2, 0x8A, 0x36, 0xD4, 0x31, 0xD2, 0x31, 0x8E, 0xAD,
        0x05, 0x00, 0xCF, 0x3F, 0x4F, 0x09, 0x10, 0x00, 0x00, 0x00,
      ]
    ),
    (
      "deflate",
      [
        0x78, 0xDA, 0xAB, 0x56, 0x4A, 0x49, 0x2C, 0x49, 0x54, 0xB2, 0x8A, 0x36, 0xD4,
        0x31, 0xD2, 0x31, 0x8E, 0xAD, 0x05, 0x00, 0x29, 0xCD, 0x04, 0xB7,
      ]
    ),
  ]

  @Test(arguments: packed, [1, 1000])
  func `unpacks a body`(
    packed: (encoding: String, bytes: [UInt8]), piece: Int
  ) async throws {
    let service = try WireServer { peer in
      peer.read()
      peer.write(
        "HTTP/1.1 200 OK\r\nContent-Encoding: \(packed.encoding)\r\n"
          + "Content-Length: \(packed.bytes.count)\r\n\r\n")
      for start in stride(from: 0, to: packed.bytes.count, by: piece) {
        peer.write(Array(packed.bytes[start...].prefix(piece)))
      }
      peer.waitForEnd()
    }
    let outcome = await TransportBench.outcome(TransportBench.request(.get, service.url))
    #expect(try outcome.get().text == #"{"data":[1,2,3]}"#)
  }

  /// The same as base64: `{"a":[1,2,3]}` in other names and layers, without a word of ours about them.
  @Test(arguments: [
    ("x-gzip", "H4sIAAAAAAACA6tWSlSyijbUMdIxjq0FAJEaEYcNAAAA"),
    ("GZIP", "H4sIAAAAAAACA6tWSlSyijbUMdIxjq0FAJEaEYcNAAAA"),
    ("deflate", "q1ZKVLKKNtQx0jGOrQUA"), ("deflate", "eJyrVkpUsoo21DHSMY6tBQAYHgN+"),
    ("gzip, gzip", "H4sIAAAAAAACA5Pv5mAAASbm1WFeIZu6zK4YXjLsW8vKMFFKsJ0XKAEAB+OG7yEAAAA="),
  ])
  func `unpacks whatever comes, asked for or not`(encoding: String, body: String) async throws {
    let packed = try #require(Data(base64Encoded: body))
    let head =
      "HTTP/1.1 200 OK\r\nContent-Encoding: \(encoding)\r\nContent-Length: \(packed.count)\r\n\r\n"
    #expect(try await answer(Array(head.utf8) + packed).get().text == #"{"a":[1,2,3]}"#)
  }

  /// 141 bytes that unpack to 100,008.
  private static let swelling =
    "H4sIAAAAAAACA+3BMREAAAgEoC4fwzbm8OxuDQdg0qk0AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA8Fb2AO/IYvGohgEA"

  @Test(arguments: [100_007, 100_008])
  func `unpacks no more than is wanted`(limit: Int) async throws {
    let packed = try #require(Data(base64Encoded: Self.swelling))
    let head =
      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(packed.count)\r\n\r\n"
    let outcome = try await answer(Array(head.utf8) + packed, maximumAnswer: limit)
    if limit < 100_008 {
      #expect(outcome.error == .answerTooLarge(limit: limit))
    } else {
      #expect(try outcome.get().body.count == 100_008)
    }
  }

  // MARK: - Sizes

  @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 1 << 20])
  func `reads a body of any size`(size: Int) async throws {
    let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    let head = "HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n"
    #expect(try await answer(Array(head.utf8) + body).get().body == body)
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    var bytes = Array(chunked.utf8)
    for start in stride(from: 0, to: size, by: 7000) {
      let chunk = body[start...].prefix(7000)
      bytes += Array("\(String(chunk.count, radix: 16))\r\n".utf8) + chunk + Array("\r\n".utf8)
    }
    #expect(try await answer(bytes + Array("0\r\n\r\n".utf8)).get().body == body)
  }

  static let limit = 100_000

  @Test(arguments: [limit - 1, limit, limit + 1], [true, false])
  func `reads as much as is wanted and no more`(size: Int, isAnnounced: Bool) async throws {
    let head = isAnnounced ? "Content-Length: \(size)\r\n" : ""
    let bytes = Array("HTTP/1.1 200 OK\r\n\(head)\r\n".utf8) + [UInt8](repeating: 120, count: size)
    let outcome = try await answer(bytes, thenCloses: true, maximumAnswer: Self.limit)
    if size > Self.limit {
      #expect(outcome.error == .answerTooLarge(limit: Self.limit))
    } else {
      #expect(try outcome.get().body.count == size)
    }
  }

  @Test func `reads a long head`() async throws {
    let line = "X-Many: \(String(repeating: "x", count: 990))\r\n"
    let answer = try await answer(
      "HTTP/1.1 200 OK\r\n" + String(repeating: line, count: 250) + "Content-Length: 0\r\n\r\n")
    #expect(answer.head.headerFields.count == 251)
  }
}
