import Foundation
import JSON
import MCP
import TestSupport
import Testing

/// A manifest that changes while the server runs.
@Suite(.timeLimit(.minutes(10)))
struct HotReloadTests {
  private let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json")

  private func write(_ title: String) throws {
    try """
    {
      "manifest_version": 1,
      "providers": [{ "id": "klik", "tools": [{ "name": "send_message", "title": "\(title)" }] }]
    }
    """.write(to: file, atomically: true, encoding: .utf8)
  }

  /// A server with a legacy session, and the lines it writes after that.
  private func start() throws -> ServerProcess {
    let process = try ServerProcess(["serve", "--sandbox", "--manifest", file.path])
    process.send(
      #"{"jsonrpc":"2.0","id":"i","method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}"#
    )
    return process
  }

  private static let list = #"{"jsonrpc":"2.0","id":"list","method":"tools/list"}"#
  private static let ping = #"{"jsonrpc":"2.0","id":"ping","method":"ping"}"#

  @Test func `offers a good new version, tells of it, and refuses a bad one`() async throws {
    try write("First")
    defer { try? FileManager.default.removeItem(at: file) }
    let process = try start()
    _ = await process.nextLine()
    #expect(try await title(of: process) == "First")

    try write("Second")
    let methods = try await notifications(of: process, until: "notifications/tools/list_changed")
    #expect(methods.last == "notifications/tools/list_changed")
    #expect(try await title(of: process) == "Second")

    try "{".write(to: file, atomically: true, encoding: .utf8)
    while !process.errorOutput.contains("the last good one stays") {
      process.send(Self.ping)
      _ = await process.nextLine()
    }
    #expect(process.errorOutput.contains("not JSON"))
    #expect(try await title(of: process) == "Second")
    process.closeInput()
    #expect(await process.exitStatus() == 0)
  }

  private func title(of process: ServerProcess) async throws -> String? {
    process.send(Self.list)
    while let line = await process.nextLine() {
      let message = try JSONValue(parsing: line)
      #expect(ProtocolSchemas.shared.problems(in: message, .november2025) == [])
      guard message["id"] == "list" else { continue }
      let tools = message["result"]?["tools"]?.array ?? []
      return tools.first { $0["name"] == "send_message" }?["title"]?.string
    }
    return nil
  }

  private func notifications(
    of process: ServerProcess, until method: String
  ) async throws -> [String] {
    var methods: [String] = []
    while methods.last != method, let line = await process.nextLine() {
      methods += [try JSONValue(parsing: line)["method"]?.string].compactMap(\.self)
    }
    return methods
  }
}
