import JSON
import TestSupport
import Testing

@testable import Tools

@Suite struct `An argument that is a file` {
  static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 1]
  static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0] + [UInt8](repeating: 7, count: 200)

  private static func text(_ bytes: [UInt8]) -> String { Base64Text(encoding: bytes).text }

  /// A reader with an argument `file` of such limits.
  private func reader(_ limits: JSONValue) throws -> ArgumentReader {
    try ToolsTests.reader([
      "file": ["in": "query", "type": "string", "file": limits, "description": "A file."],
      "size": ["in": "query", "type": "integer", "description": "How many."],
    ])
  }

  private func read(
    _ text: String, _ limits: JSONValue = ["max_bytes": 300], from files: StubFiles? = nil
  ) throws -> Result<Arguments, ArgumentProblems> {
    try reader(limits).read(["file": .string(text)], files: FileIntake(source: files))
  }

  private func problem(
    _ text: String, _ limits: JSONValue = ["max_bytes": 300], from files: StubFiles? = nil
  ) throws -> ArgumentProblem? {
    guard case .failure(let failure) = try read(text, limits, from: files) else { return nil }
    #expect(failure.problems.count == 1)
    #expect(failure.problems.first?.argument == "file")
    return failure.problems.first
  }

  private func content(
    _ text: String, _ limits: JSONValue = ["max_bytes": 300], from files: StubFiles? = nil
  ) throws -> String? {
    try read(text, limits, from: files).get()["file"]?.string
  }

  // MARK: - Base64

  @Test func `may be base64, which stays as it is`() throws {
    #expect(try content("aGVsbG8=") == "aGVsbG8=")
    #expect(try content(Self.text(Self.jpeg)) == Self.text(Self.jpeg))
  }

  @Test(arguments: ["aGVsbG8", "aGVs bG8=", "aGVs\r\nbG8=\n", "data:;base64,aGVsbG8%3D"])
  func `may be base64 in another spelling, which becomes the usual one`(text: String) throws {
    #expect(try content(text) == "aGVsbG8=")
  }

  @Test(arguments: ["hello", "..", "~", "aGVs.bG8=", "ä"])
  func `is nothing else`(text: String) throws {
    #expect(try problem(text)?.problem.hasPrefix("is neither base64") == true)
  }

  @Test(arguments: [
    ("C:\\Users\\ann\\a.png", "is a path of Windows"),
    ("c:/Users/ann/a.png", "is a path of Windows"),
    ("\\\\server\\share\\a.png", "is a path of Windows"), (".\\a.png", "is a path of Windows"),
    ("report.pdf", "is a path that doesn't say"),
    ("my pictures/a b.jpeg", "is a path that doesn't say"),
    ("https://example.com/a.png", "is a web address"), ("HTTP://example.com/a", "is a web address"),
  ])
  func `that is a place no file is read from says so`(text: String, problem: String) throws {
    #expect(try self.problem(text)?.problem.hasPrefix(problem) == true)
    #expect(try self.problem(text, from: StubFiles())?.problem.hasPrefix(problem) == true)
  }

  @Test func `is as large as is allowed, and no larger`() throws {
    for size in [1, 2, 3, 299, 300] {
      #expect(try content(Self.text([UInt8](repeating: 1, count: size))) != nil)
    }
    for size in [301, 302, 303] {
      let problem = try problem(Self.text([UInt8](repeating: 1, count: size)))
      #expect(problem?.problem == "is too large")
      #expect(problem?.expected == "at most 300 bytes")
    }
  }

  @Test(arguments: ["", "data:;base64,", "data:image/png;base64,"])
  func `holds something`(text: String) throws {
    #expect(try problem(text)?.problem == "holds nothing")
  }

  // MARK: - data: URLs

  @Test(arguments: [
    "data:text/plain;base64,", "data:;base64,", "data:text/plain;charset=utf-8;base64,",
    "data:application/x-unknown;BASE64,",
  ])
  func `may be a data URL, whose beginning is left out`(beginning: String) throws {
    #expect(try content(beginning + "aGVsbG8=") == "aGVsbG8=")
  }

  @Test(arguments: ["data:text/plain,hello", "data:aGVsbG8=", "data:;base64", "data:base64,aGVs"])
  func `is no data URL in another code`(text: String) throws {
    #expect(try problem(text)?.problem == "is a data: URL that is not in base64")
  }

  @Test(
    arguments: [
      ("image/png", png, nil), ("IMAGE/PNG", png, nil), ("image/jpg", jpeg, nil), ("", jpeg, nil),
      ("image/jpeg", png, "does not begin as such a file does"),
      ("application/pdf", png, "says that it is of another type"),
      ("image/unheard-of", png, "says that it is of another type"),
    ] as [(String, [UInt8], String?)])
  func `is of the type its data URL names`(
    type: String, bytes: [UInt8], problem: String?
  ) throws {
    let limits: JSONValue = ["max_bytes": 300, "types": ["image/png", "image/jpeg"]]
    let url = "data:\(type);base64," + Self.text(bytes)
    #expect(try self.problem(url, limits)?.problem == problem)
  }

  @Test func `of any type is still what its data URL says`() throws {
    let url = "data:application/pdf;base64," + Self.text(Self.png)
    #expect(try problem(url)?.problem == "does not begin as such a file does")
  }

  // MARK: - Types

  static let beginnings: [(FileType, [UInt8])] = [
    (.png, png), (.jpeg, jpeg), (.gif, Array("GIF87a".utf8)), (.gif, Array("GIF89a".utf8)),
    (.webP, Array("RIFF\u{1}\u{2}\u{3}\u{4}WEBPVP8".utf8)), (.pdf, Array("%PDF-1.7".utf8)),
    (.zip, [0x50, 0x4B, 0x03, 0x04, 0x14]), (.wordDocument, [0x50, 0x4B, 0x03, 0x04]),
    (.spreadsheet, [0x50, 0x4B, 0x03, 0x04]), (.presentation, [0x50, 0x4B, 0x03, 0x04]),
    (.olderWordDocument, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
    (.olderSpreadsheet, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
    (.olderPresentation, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
    (.mp4, Array("\0\0\0\u{18}ftypmp42".utf8)),
  ]

  @Test(arguments: beginnings)
  func `is told by its first bytes`(type: FileType, bytes: [UInt8]) throws {
    let limits: JSONValue = ["max_bytes": 300, "types": [.string(type.rawValue)]]
    #expect(try problem(Self.text(bytes), limits) == nil)
    for length in 1..<3 {
      #expect(try problem(Self.text(Array(bytes.prefix(length))), limits) != nil)
    }
    #expect(try problem(Self.text([0] + bytes), limits) != nil)
    #expect(try problem(Self.text(Array("<html>".utf8)), limits) != nil)
  }

  @Test func `of every type has a beginning here`() {
    #expect(Set(Self.beginnings.map(\.0)) == Set(FileType.allCases))
  }

  // MARK: - Paths

  @Test(arguments: [
    "/pictures/a.png", "./a.png", "../a.png", "~/a.png", "/a\u{301}.png", "/\u{301}a", "/", "~/",
  ])
  func `may be a path, which is read`(path: String) throws {
    let files = StubFiles([path: Self.png])
    #expect(try content(path, from: files) == Self.text(Self.png))
    #expect(files.paths == [path])
  }

  @Test(arguments: [
    ("file:///pictures/a.png", "/pictures/a.png"), ("file://localhost/a%20b", "/a b"),
    ("file:///%2e%2E%2fa", "/../a"), ("file:///%C3%BC", "/ü"), ("file:///a%00b", "/a\0b"),
    ("file:///a%2525", "/a%25"),
  ])
  func `may be a URL of a file, which is decoded once`(url: String, path: String) throws {
    let files = StubFiles([path: Self.png])
    #expect(try content(url, from: files) == Self.text(Self.png))
    #expect(files.paths == [path])
  }

  @Test(arguments: [
    "file://elsewhere/a.png", "file://", "file://a", "file:///%", "file:///%4", "file:///%zz",
    "file:///%FF", "file:///%+1",
  ])
  func `is no URL of a file elsewhere`(url: String) throws {
    let files = StubFiles()
    #expect(try problem(url, from: files)?.problem == "is no URL of a file on this machine")
    #expect(files.paths.isEmpty)
  }

  @Test(arguments: ["/etc/passwd", "./a", "../a", "~/a", "file:///etc/passwd"])
  func `is no path where the operator allows none`(path: String) throws {
    let problem = try problem(path)
    #expect(problem?.problem == "is a path, and this server reads no files")
    #expect(problem?.expected.contains("--allow-dir") == true)
  }

  @Test func `that begins like a path is base64 when it is long enough`() throws {
    let files = StubFiles()
    let long = Self.text(Self.jpeg)
    #expect(long.hasPrefix("/9j/") && long.utf8.count >= 256)
    #expect(try content(long, from: files) == long)
    #expect(files.paths.isEmpty)
    let lines = long.prefix(76) + "\n" + long.dropFirst(76)
    #expect(try content(String(lines), from: files) == long)
    let small = String(long.prefix(252))
    #expect(try content(small, from: files) == small)
    #expect(files.paths.isEmpty)
    let path = "/" + String(repeating: "a", count: 251)
    #expect(try problem(path, from: files) != nil)
    #expect(files.paths == [path])
  }

  @Test(arguments: FileRefusal.allCases)
  func `that is refused says so in two clauses`(refusal: FileRefusal) throws {
    let problem = try #require(try problem("/a", from: StubFiles(refusing: refusal)))
    #expect(!problem.problem.isEmpty && !problem.problem.contains("/a"))
    let isOfPath = ![.empty, .tooLarge].contains(refusal)
    #expect(problem.problem.hasPrefix("is a path") == isOfPath)
    #expect(problem.expected == "a file of at most 300 bytes in /pictures")
  }

  @Test func `at a path is of its type too`() throws {
    let limits: JSONValue = ["max_bytes": 300, "types": ["image/png"]]
    let files = StubFiles(["/a.png": Self.png, "/b.png": Self.jpeg])
    #expect(try problem("/a.png", limits, from: files) == nil)
    #expect(
      try problem("/b.png", limits, from: files)?.expected
        == "a file of at most 300 bytes of image/png")
  }

  // MARK: - Beside others

  @Test func `is told with everything else that is wrong`() throws {
    let given: JSONObject = ["file": "?", "size": "big", "colour": 1]
    let result = try reader(["max_bytes": 300]).read(given)
    guard case .failure(let failure) = result else {
      Issue.record("it was taken")
      return
    }
    #expect(failure.problems.map(\.argument) == ["colour", "file", "size"])
  }

  @Test func `of a message is a picture of at most 16 MiB`() throws {
    let tool = try #require(try Repository.tool("send_message"))
    let image = try #require(tool.arguments.first { $0.name == "image" }?.file)
    #expect(image.types == [.png, .jpeg, .gif, .webP])
    #expect(image.maximumBytes == 16 << 20)
    #expect(image.expectation.hasPrefix("at most 16 MiB of image/png or "))
    let reader = ArgumentReader(tool)
    let message: JSONObject = ["to": "4915123456789", "message": "Look."]
    let picture = message.merging(["image": .string(Self.text(Self.png))])
    #expect(reader.problems(picture) == [])
    let other = message.merging(["image": "aGVsbG8="])
    #expect(reader.problems(other).map(\.argument) == ["image"])
  }

  @Test func `is on record by its content`() async throws {
    let world = try PolicyWorld([:])
    let png = Self.text(Self.png)
    let message: JSONObject = ["to": "4915123456789", "message": "Look."]
    let first = message.merging(["image": .string(png)])
    #expect(try await world.failure(of: "send_message", first) == nil)
    let second = message.merging(["image": .string("data:image/png;base64," + png)])
    #expect(try await world.failure(of: "send_message", second)?.code == .conflict)
  }
}
