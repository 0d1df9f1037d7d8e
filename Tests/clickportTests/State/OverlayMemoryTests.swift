import Foundation
import JSON
import Platform
import TestSupport
import Testing

@testable import Host
@testable import Tools
@testable import clickport

/// Overlays are checked once; the memory of it counts only where nobody else could have written it.
@Suite(.serialized) final class `The memory of overlays` {
  private let folder = FileManager.default.temporaryDirectory.appending(
    path: "clickport-overlays-\(UUID())")
  private var state: String { folder.appending(path: "state/clickport").path }
  private var overlay: String { folder.appending(path: "overlay.json").path }
  private var memory: OverlayMemory {
    OverlayMemory(in: StateDirectory(state), for: [overlay])
  }

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func write(_ overlay: JSONValue) throws {
    try Data(overlay.serialized()).write(to: URL(filePath: self.overlay))
  }

  private func titled(_ title: String) -> JSONValue {
    [
      "providers": [
        ["id": "clickmedias", "tools": [["name": "list_clients", "title": .string(title)]]]
      ]
    ]
  }

  /// What a start does; the title that it gives the tool.
  private func start() throws(ManifestProblems) -> String? {
    let files = ManifestFiles(overlays: [overlay], memory: StateDirectory(state))
    return try files.read().tools.first { $0.name == "list_clients" }?.title
  }

  private func sources() throws -> OverlaidSources {
    OverlaidSources(
      [Array(try Data(contentsOf: URL(filePath: overlay)))],
      over: try #require(EmbeddedFiles.manifestTable), version: Clickport.version)
  }

  private func isKnown() throws -> Bool { memory.manifest(madeOf: try sources()) != nil }

  private var file: String? {
    (try? FileManager.default.contentsOfDirectory(atPath: state))?
      .first { $0.hasPrefix("overlays-") }.map { "\(state)/\($0)" }
  }

  @Test func `has what was found right, and serves the same from it`() throws {
    try write(titled("Everybody"))
    #expect(try !isKnown())
    #expect(try start() == "Everybody")
    #expect(try isKnown())
    #expect(try start() == "Everybody")
    let known = try #require(memory.manifest(madeOf: try sources()))
    #expect(known.tools.map(\.name) == (try Repository.manifest()).tools.map(\.name))
  }

  @Test func `forgets an overlay that has changed`() throws {
    try write(titled("Everybody"))
    #expect(try start() == "Everybody")
    try write(titled("Everyone"))
    #expect(try !isKnown())
    #expect(try start() == "Everyone")
    #expect(try isKnown())
  }

  @Test func `never has an overlay that is wrong`() throws {
    try write(titled(""))
    for _ in 1...2 {
      #expect(throws: ManifestProblems.self) { try self.start() }
      #expect(file == nil)
    }
  }

  @Test func `is made and used by a server`() async throws {
    try write(titled("Everybody"))
    let arguments = ["serve", "--manifest", overlay]
    let environment = ["XDG_STATE_HOME": folder.appending(path: "state").path]
    for _ in 1...2 {
      let server = try ServerProcess(arguments, environment: environment)
      server.send(#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#)
      _ = await server.nextLine()
      server.closeInput()
      #expect(await server.exitStatus() == 0)
      #expect(try isKnown())
    }
  }

  @Test func `isn't made by the sandbox, unless it is told where`() {
    var configuration = ServeConfiguration()
    configuration.sandbox = SandboxConfiguration()
    #expect(configuration.overlayMemory == nil)
    configuration.stateDirectory = state
    #expect(configuration.overlayMemory?.path == state)
  }

  @Test func `is one file in a directory of the user's own`() throws {
    try write(titled("Everybody"))
    _ = try start()
    var info = stat()
    #expect(stat(try #require(file), &info) == 0 && info.st_mode & 0o777 == 0o600)
    #expect(stat(state, &info) == 0 && info.st_mode & 0o777 == 0o700)
    #expect(try FileManager.default.contentsOfDirectory(atPath: state).count == 1)
  }

  @Test func `doesn't count where others may write`() throws {
    try write(titled("Everybody"))
    _ = try start()
    let file = try #require(file)
    for mode in [mode_t(0o620), 0o602] {
      chmod(file, mode)
      #expect(try !isKnown())
    }
    chmod(file, 0o600)
    #expect(try isKnown())
    for mode in [mode_t(0o770), 0o707] {
      chmod(state, mode)
      #expect(try !isKnown())
      #expect(try start() == "Everybody")
    }
  }

  @Test func `doesn't count where a link stands in its place`() throws {
    try write(titled("Everybody"))
    _ = try start()
    let file = try #require(file)
    #expect(rename(file, folder.appending(path: "moved").path) == 0)
    #expect(symlink(folder.appending(path: "moved").path, file) == 0)
    #expect(try !isKnown())
    #expect(try start() == "Everybody")
  }

  @Test func `isn't missed where there can be none`() throws {
    try write(titled("Everybody"))
    try Data().write(to: folder.appending(path: "state"))
    #expect(try start() == "Everybody")
    #expect(try start() == "Everybody")
  }

  @Test func `holds no more than its limit`() throws {
    let words = String(repeating: "x", count: OverlayMemory.sizeLimit)
    try write(["$comment": .string(words)])
    #expect(try start() != nil)
    #expect(file == nil)
  }

  @Test func `has few files, whatever is laid over`() {
    let directory = StateDirectory(state)
    let names = Set((0..<1000).map { OverlayMemory(in: directory, for: ["\($0).json"]).name })
    #expect(names.count == 8)
  }
}
