import Foundation
import JSON
import TestSupport
import Testing

/// Issue 17, A.1: a document of several files is imported, checked and called; what goes out is
/// compared byte for byte.
@Suite(.timeLimit(.minutes(10)))
struct ImportedCallTests {
  private static let document = """
    openapi: 3.1.0
    info: {title: Shop, version: 1.0}
    servers:
      - url: https://elsewhere.example
      - url: http://127.0.0.1:{port}/{stage}
        variables: {port: {description: Yours.}, stage: {default: v1}}
    security: [{login: []}]
    paths:
      /items/{id}: {$ref: 'paths/item.yaml'}
      /open: {get: {operationId: open, security: [], responses: {}}}
      /either: {get: {operationId: either, security: [{}, {login: []}], responses: {}}}
      /asked: {get: {operationId: asked, security: [{asked: []}], parameters: [{$ref: 'parts.json#/size'}], responses: {}}}
      /signed: {get: {operationId: signed, security: [{signed: []}], responses: {}}}
      /session: {get: {operationId: session, security: [{session: []}], responses: {}}}
      /both: {get: {operationId: both, security: [{asked: [], signed: []}], responses: {}}}
    components:
      securitySchemes:
        login: {type: oauth2, flows: {}}
        asked: {type: apiKey, in: query, name: api key}
        signed: {type: http, scheme: basic}
        session: {type: apiKey, in: cookie, name: sid}
    """
  private static let item = """
    parameters: [{name: id, in: path, required: true, schema: {$ref: '../parts.json#/id'}}]
    get: {operationId: showItem, responses: {}}
    """
  private static let parts =
    #"{"id":{"type":"integer"},"size":{"name":"size","in":"query","schema":{"type":"integer"}}}"#

  private static let environment = [
    "SHOP_API_KEY": "the-token", "SHOP_ASKED_KEY": "the/key&1",
    "SHOP_SIGNED_LOGIN": "ann:open sesame",
  ]

  private func directory() throws -> URL {
    let directory = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")
    try FileManager.default.createDirectory(
      at: directory.appending(path: "paths"), withIntermediateDirectories: true)
    let files = [
      "shop.yaml": Self.document, "paths/item.yaml": Self.item, "parts.json": Self.parts,
    ]
    for (path, text) in files {
      try text.write(to: directory.appending(path: path), atomically: true, encoding: .utf8)
    }
    return directory
  }

  @Test func `sends to each operation the key it needs, and no other`() async throws {
    let directory = try directory()
    defer { try? FileManager.default.removeItem(at: directory) }
    let server = try LoopbackServer { _ in .answer("200 OK", body: #"{"ok":true}"#) }
    let overlay = directory.appending(path: "overlay.json").path
    let imported = try await ServerProcess.run([
      "import", "openapi", directory.appending(path: "shop.yaml").path, "--provider", "shop",
      "--server", "2", "--server-variable", "port=\(server.port)", "--output", overlay,
    ])
    #expect(imported.status == 0)
    #expect(
      imported.errors.contains("5 of 7 operations became tools of shop: 2 refused."),
      "\(imported.errors)")
    #expect(try await ServerProcess.run(["check", "--manifest", overlay]).status == 0)
    let bearer = "Authorization: Bearer the-token"
    let basic = "Authorization: Basic YW5uOm9wZW4gc2VzYW1l"
    let calls: [(words: [String], line: String, key: String?)] = [
      (["show_item", "id=7"], "GET /v1/items/7 HTTP/1.1", bearer),
      (["open"], "GET /v1/open HTTP/1.1", nil), (["either"], "GET /v1/either HTTP/1.1", bearer),
      (["asked", "size=2"], "GET /v1/asked?size=2&api%20key=the%2Fkey%261 HTTP/1.1", nil),
      (["signed"], "GET /v1/signed HTTP/1.1", basic),
    ]
    for call in calls {
      let count = server.requests.count
      let outcome = try await ServerProcess.run(
        ["call"] + call.words + ["--manifest", overlay], environment: Self.environment)
      #expect(outcome.status == 0, "\(call.words): \(outcome.errors)")
      let sent = server.requests.dropFirst(count)
      #expect(sent.count == 1)
      let lines = sent.first?.split(separator: "\r\n").map(String.init) ?? []
      #expect(lines.first == call.line)
      let keys = lines.filter { $0.lowercased().hasPrefix("authorization:") }
      #expect(keys == [call.key].compactMap(\.self))
    }
  }
}
