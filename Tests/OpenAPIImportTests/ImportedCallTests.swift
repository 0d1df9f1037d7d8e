import Foundation
import HTTPTypes
import JSON
import MCP
import TestSupport
import Testing
import Tools

@testable import OpenAPIImport

/// Tools of an imported document, called: the built binary asks a service on the loopback interface.
@Suite(.timeLimit(.minutes(10))) struct `A call of an imported tool` {
  @Test func `sends each style and each body as the specifications write them`() async throws {
    let service = try WireServer { peer in
      while peer.read() != nil { peer.answer("200 OK", ["Content-Type: application/json"], "{}") }
    }
    let calls = TortureCall.all
    let answers = try await Torture().answers(
      to: calls.map { ($0.tool, $0.arguments) }, from: service.url)
    let sent = service.requests
    #expect(sent.count == calls.count)
    for (index, call) in calls.enumerated() {
      #expect(answers[index]?["result"]?["isError"] != true, "\(answers[index] ?? .null)")
      let candidates = sent.filter { $0.firstLine == "\(call.line) HTTP/1.1" }
      let bodies = candidates.map { ($0.fields[.contentType], Array($0.body)) }
      let isSent = bodies.contains { type, body in
        let boundary = type?.split(separator: "boundary=").last.map(String.init) ?? ""
        return type == call.type?.replacing("BOUNDARY", with: boundary)
          && body == Torture.bytes(call.body.replacing("BOUNDARY", with: boundary))
      }
      #expect(isSent, "\(call.tool) \(call.arguments) sent \(sent.map(\.text))")
      for (name, value) in call.fields {
        let name = try #require(HTTPField.Name(name))
        #expect(candidates.map { $0.fields[name] } == [value])
      }
    }
  }

  @Test func `is refused where a style has no words for it, with the argument's name`() async throws
  {
    let service = try WireServer { peer in
      while peer.read() != nil { peer.answer("200 OK", ["Content-Type: application/json"], "{}") }
    }
    let calls = TortureCall.refused
    let answers = try await Torture().answers(to: calls.map { ($0.0, $0.1) }, from: service.url)
    #expect(service.requests.isEmpty)
    for (index, call) in calls.enumerated() {
      let text = answers[index]?["result"]?["content"]?.array?.first?["text"]?.string ?? ""
      #expect(answers[index]?["result"]?["isError"] == true, "\(call): \(text)")
      #expect(text.contains("\"argument\":\"\(call.2)\""), "\(call): \(text)")
    }
  }

  @Test func `can be made of all that can be sent, and the rest is said for each operation`() throws
  {
    let torture = try Importing(TortureShop.document, provider: "torture")
    #expect(torture.outcome.operationCount - torture.outcome.toolCount == 3)
    for (pointer, ending) in [
      ("/paths/~1left~1cookie/get/parameters/0", "required; the operation is skipped"),
      ("/paths/~1left~1nested/get/parameters/0", "required; the operation is skipped"),
      ("/paths/~1left~1mixed/post/requestBody/content", "the operation is skipped"),
      (
        "/paths/~1left~1body/post/requestBody/content/multipart~1form-data/schema",
        "the body is left out"
      ),
      ("/paths/~1query~1lists/get/parameters/6", "left out"),
      ("/paths/~1query~1lists/get/parameters/7", "left out"),
    ] {
      let notes = torture.notes(at: pointer)
      #expect(notes.count == 1 && notes[0].hasSuffix(ending), "\(pointer): \(notes)")
    }
  }

  @Test func `is published without an array of types`() throws {
    let torture = try Importing(TortureShop.document, provider: "torture")
    let tools = try #require(try torture.laid().providers.last?.tools)
    for tool in tools {
      let schema = JSONValue.object(tool.published().inputSchema)
      #expect(!Torture.hasTypeArray(schema), "\(schema)")
    }
  }
}

/// The shop, imported, and asked through the binary.
private struct Torture {
  /// A text with `PNG` in it as bytes.
  static func bytes(_ text: String) -> [UInt8] {
    Array(
      text.split(separator: "PNG", omittingEmptySubsequences: false).map { Array($0.utf8) }
        .joined(separator: TortureCall.png))
  }

  static func hasTypeArray(_ schema: JSONValue) -> Bool {
    switch schema {
    case .object(let object):
      object["type"]?.array != nil || object.contains { hasTypeArray($0.value) }
    case .array(let elements): elements.contains(where: hasTypeArray)
    case .null, .bool, .number, .string: false
    }
  }

  /// Checks the overlay, then calls the tools; answers by the calls' order.
  func answers(
    to calls: [(tool: String, arguments: String)], from url: String
  ) async throws -> [Int: JSONValue] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "torture-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(TortureCall.png).write(to: folder.appending(path: "résumé \"1\".txt"))
    let overlay = folder.appending(path: "overlay.json")
    let imported = try Importing(TortureShop.document, provider: "torture")
    try OverlayText.text(imported.outcome.overlay).write(
      to: overlay, atomically: true, encoding: .utf8)
    let check = try await ServerProcess.run(["check", "--manifest", overlay.path])
    #expect(check.status == 0, "\(check.errors)")
    let lines = try calls.enumerated().map { index, call in
      let arguments = call.arguments.replacing("FOLDER", with: folder.path)
      return try JSONValue.object([
        "jsonrpc": "2.0", "id": .number(JSONNumber(index)), "method": "tools/call",
        "params": [
          "name": .string(call.tool), "arguments": JSONValue(parsing: arguments),
          "_meta": [
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": [:],
          ],
        ],
      ]).description
    }
    let outcome = try await ServerProcess.run(
      ["serve", "--manifest", overlay.path, "--allow-dir", folder.path, "--drain", "60"],
      input: lines.joined(separator: "\n") + "\n", environment: ["TORTURE_BASE_URL": url])
    #expect(outcome.status == 0, "\(outcome.errors)")
    var answers: [Int: JSONValue] = [:]
    for line in outcome.lines {
      let answer = try JSONValue(parsing: line)
      if let id = answer["id"]?.int { answers[id] = answer }
    }
    return answers
  }
}
