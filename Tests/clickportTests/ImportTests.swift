import Foundation
import JSON
import TestSupport
import Testing

/// `clickport import`, as a person runs it.
@Suite(.timeLimit(.minutes(10)))
struct ImportTests {
  private static let document = Repository.file("examples/library.openapi.json").path
  private static let overlay = Repository.file("examples/library.overlay.json")

  private func importing(
    _ file: String = document, _ options: String...
  ) async throws -> ServerProcess.Outcome {
    try await ServerProcess.run(
      ["import", "openapi", file, "--provider", "town_library"] + options)
  }

  private func temporaryFile(_ text: String = "") throws -> String {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json")
    try text.write(to: file, atomically: true, encoding: .utf8)
    return file.path
  }

  @Test func `makes the overlay that lies among the examples`() async throws {
    let outcome = try await importing()
    #expect(outcome.status == 0)
    let text = outcome.lines.joined(separator: "\n") + "\n"
    if ProcessInfo.processInfo.environment["RECORD"] != nil {
      try text.write(to: Self.overlay, atomically: true, encoding: .utf8)
      Issue.record("recorded; look at the difference")
    }
    #expect(try String(contentsOf: Self.overlay, encoding: .utf8) == text)
    let errors = outcome.errors.split(separator: "\n")
    #expect(errors.contains { $0.contains("/components/securitySchemes/session") })
    #expect(
      errors.last == """
        6 of 6 operations became tools of town_library: 2 parts of 2 tools left out or changed. Read \
        the notes above.
        """)
  }

  /// A document of several files in a directory of its own.
  private func temporaryDirectory(_ files: [String: String]) throws -> URL {
    let directory = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")
    for (path, text) in files {
      let file = directory.appending(path: path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    return directory
  }

  private static let main = """
    openapi: 3.0.3
    info: {title: Pets, version: 1.0}
    servers:
      - url: https://{region}.pets.example
        variables: {region: {default: eu, enum: [eu, us]}}
    paths:
      /pets:
        get: {operationId: listPets, responses: {200: {$ref: 'parts/pets.yml#/List'}}}
        post: {operationId: addPet, responses: {}}
    """
  private static let parts = """
    List:
      content:
        application/json:
          schema: {type: array, items: {$ref: ../pet.json}}
    """

  @Test func `reads a document in YAML and the files it refers to`() async throws {
    let directory = try temporaryDirectory([
      "pets.yaml": Self.main, "parts/pets.yml": Self.parts,
      "pet.json": #"{"type":"object","properties":{"name":{"type":"string"}}}"#,
    ])
    defer { try? FileManager.default.removeItem(at: directory) }
    let file = directory.appending(path: "pets.yaml").path
    let outcome = try await importing(
      file, "--include", "GET *", "--prefix", "pets", "--server", "1", "--server-variable",
      "region=us")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let text = outcome.lines.joined(separator: "\n")
    #expect(text.contains(#""base_url": "https://us.pets.example""#))
    #expect(text.contains(#""name": "pets_list_pets""#))
    #expect(text.contains(#""rows": "/result""#))
    #expect(
      outcome.errors.hasSuffix(
        "1 of 2 operations became tools of town_library: 1 not asked for.\n"))
  }

  @Test(arguments: [
    ("link.json", "it leads out of the document's directory"), ("up/out.json", "it leads out"),
    ("missing.json", "it isn't there"), ("folder", "it is no file"),
    ("empty.json", "it is empty"), ("bad.json", "not JSON"), ("bad.yaml", "line 2, column 1"),
    ("../out.json", "outside the document's directory"), ("https://a.example/b", "never fetched"),
  ])
  func `reads nothing else`(reference: String, words: String) async throws {
    let outside = try temporaryDirectory(["out.json": "{}"])
    let directory = try temporaryDirectory([
      "main.yaml": Self.main.replacing("parts/pets.yml#/List", with: reference), "folder/a": "",
      "empty.json": "", "bad.json": "{", "bad.yaml": "a: [\n}",
    ])
    defer { for made in [outside, directory] { try? FileManager.default.removeItem(at: made) } }
    let out = outside.appending(path: "out.json")
    try FileManager.default.createSymbolicLink(
      at: directory.appending(path: "link.json"), withDestinationURL: out)
    try FileManager.default.createSymbolicLink(
      at: directory.appending(path: "up"), withDestinationURL: outside)
    let outcome = try await importing(directory.appending(path: "main.yaml").path)
    #expect(outcome.status == 1)
    #expect(outcome.lines == [])
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(outcome.errors.contains("nothing was imported"))
  }

  @Test(arguments: [
    (["--server-variable", "region"], "must be NAME=VALUE"),
    (["--server", "9"], "there is no server"),
    (["--include", "listPet"], "did you mean \"listPets\"?"),
    (["--tag", "x"], "is on no operation"),
    (["--prefix", "A"], "--prefix must be"),
    (["--server-variable", "region=mars"], "one of eu, us"),
  ])
  func `says what is wrong with a choice`(options: [String], words: String) async throws {
    let file = try temporaryFile(Self.main.replacing("$ref: 'parts/pets.yml#/List'", with: ""))
    defer { try? FileManager.default.removeItem(atPath: file) }
    let outcome = try await ServerProcess.run(
      ["import", "openapi", file, "--provider", "pets"] + options)
    #expect(outcome.status != 0)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
  }

  @Test func `gives tools that can be listed`() async throws {
    let check = try await ServerProcess.run(["check", "--manifest", Self.overlay.path])
    #expect(check.status == 0)
    #expect(check.lines.contains { $0.hasPrefix("town_library: 6 tools") })
    let tools = try await ServerProcess.run([
      "tools", "--manifest", Self.overlay.path, "--toolsets", "all",
    ])
    #expect(tools.lines.contains { $0.hasPrefix("remove_book ") && $0.contains("destructive") })
  }

  @Test func `writes into a file, and replaces one only when it is told to`() async throws {
    let file = try temporaryFile("mine")
    defer { try? FileManager.default.removeItem(atPath: file) }
    let refused = try await importing(Self.document, "--output", file)
    #expect(refused.status == 1)
    #expect(refused.errors.contains("is there already"))
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
    let written = try await importing(Self.document, "--output", file, "--force")
    #expect(written.status == 0)
    #expect(written.lines == [])
    #expect(
      try String(contentsOfFile: file, encoding: .utf8)
        == String(contentsOf: Self.overlay, encoding: .utf8))
  }

  @Test(arguments: [
    ("openapi: 3.0.0\ninfo: {}\n", "names no server"), ("{\"openapi\": ", "not JSON"),
    ("openapi: 3.0.0\n info: {}\n", "column"), ("a: *b", "line 1, column 4"),
    (#"{"openapi": "3.0.0", "servers": [{"url": "/"}]}"#, "--base-url"),
    (#"{"openapi": "3.0.0", "servers": [{"url": "https://a.example"}]}"#, "no operation"),
    ("[]", "is an object"),
  ])
  func `says what is wrong with a document`(text: String, words: String) async throws {
    let file = try temporaryFile(text)
    defer { try? FileManager.default.removeItem(atPath: file) }
    let outcome = try await importing(file)
    #expect(outcome.status == 1)
    #expect(outcome.lines == [])
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
  }
}
