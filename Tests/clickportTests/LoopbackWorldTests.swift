import Sandbox
import TestSupport
import Testing

/// The services that other tests call over connections understand what HTTP clients may send.
@Suite(.timeLimit(.minutes(10)))
struct LoopbackWorldTests {
  private let services: LoopbackWorld
  private let client: LoopbackClient

  init() throws {
    services = try LoopbackWorld(SandboxWorld { SandboxedTools.now })
    client = try LoopbackClient(port: services.port)
  }

  private static func head(_ fields: String...) -> String {
    let lines =
      [
        "POST /klik/api/v1/official-device/send-message HTTP/1.1", "Host: 127.0.0.1",
        "Authorization: Bearer \(SandboxWorld.key)", "Content-Type: application/json",
      ] + fields
    return lines.joined(separator: "\r\n") + "\r\n\r\n"
  }

  private static func message(_ text: String) -> String {
    #"{"mobile":"4915112345678","message":"\#(text)"}"#
  }

  private var sent: [String?] { services.world.messages.map(\.text) }

  @Test func `takes one request after the other, in pieces or at once`() async throws {
    for text in ["Hello", "Grüße"] {
      let body = Self.message(text)
      let head = Self.head("Content-Length: \(body.utf8.count)")
      let answer = await client.send(
        String(head.prefix(30)), String(head.dropFirst(30)), String(body.prefix(9)),
        String(body.dropFirst(9)))
      #expect(answer?.firstLine.hasPrefix("HTTP/1.1 200 ") == true)
    }
    let body = Self.message("Bye")
    _ = await client.send(Self.head("content-length: \(body.utf8.count)") + body)
    #expect(sent == ["Hello", "Grüße", "Bye"])
  }

  @Test func `takes a body in chunks`() async throws {
    let (first, second) = (Self.message("He").dropLast(2), #"llo"}"#)
    for end in ["0\r\n\r\n", "0\r\nTrailer: value\r\n\r\n"] {
      let answer = await client.send(
        Self.head("Transfer-Encoding: chunked"),
        "\(String(first.utf8.count, radix: 16));name=value\r\n\(first)\r\n",
        "\(String(second.utf8.count, radix: 16))\r\n\(second)\r\n", end)
      #expect(answer?.firstLine.hasPrefix("HTTP/1.1 200 ") == true)
    }
    #expect(sent == ["Hello", "Hello"])
  }

  @Test func `tells a client that asks to go on`() async throws {
    let body = Self.message("Hello")
    let head = Self.head("Content-Length: \(body.utf8.count)", "Expect: 100-continue")
    #expect(await client.send(head)?.firstLine == "HTTP/1.1 100 Continue")
    #expect(sent == [])
    #expect(await client.send(body)?.firstLine.hasPrefix("HTTP/1.1 200 ") == true)
    #expect(sent == ["Hello"])
  }

  @Test func `closes a connection that nobody wants any more`() async throws {
    let body = Self.message("Hello")
    let head = Self.head("Content-Length: \(body.utf8.count)", "Connection: close")
    #expect(await client.send(head + body) != nil)
    #expect(await client.send(head + body) == nil)
    #expect(sent == ["Hello"])
  }

  @Test func `closes its connections when it goes`() async throws {
    var services: LoopbackWorld? = try LoopbackWorld(SandboxWorld { SandboxedTools.now })
    let client = try LoopbackClient(port: #require(services).port)
    async let answer = client.send("GET /")
    services = nil
    #expect(await answer == nil)
  }
}
