import Foundation
import TestSupport
import Testing
import Tools

@testable import Host
@testable import clickport

/// Real directories and links; each test has its own.
@Suite(.timeLimit(.minutes(10)))
struct SaveDirectoriesTests {
  let tree: FileTree

  init() throws {
    tree = try FileTree()
  }

  func directories(_ places: String...) throws -> SaveDirectories {
    try SaveDirectories(
      (places.isEmpty ? ["in"] : places).map(tree.path), home: tree.path("home"),
      workingDirectory: tree.path("out"))
  }

  func begin(_ path: String, overwrite: Bool = false) async throws -> any FileWriter {
    try await directories().begin(path, overwrite: overwrite)
  }

  func save(
    _ text: String, to path: String, overwrite: Bool = false
  ) async throws -> SaveRefusal? {
    do {
      let file = try await begin(path, overwrite: overwrite)
      try await file.append(Array(text.utf8))
      #expect(try await file.commit() == text.utf8.count)
      return nil
    } catch {
      return try #require(error as? SaveRefusal)
    }
  }

  func text(of path: String) -> String? {
    FileManager.default.contents(atPath: tree.path(path)).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// Names in a directory, hidden ones too.
  func names(in directory: String = "in") throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: tree.path(directory)))
  }

  func unfinished(in directory: String = "in") throws -> [String] {
    try names(in: directory).filter { $0.hasPrefix(UnfinishedFile.prefix) }
  }

  // MARK: - What is written

  @Test(arguments: [
    "new.csv", "./new.csv", "sub/new.jsonl", "sub/./new.csv", "deep/1/2/3/new.csv", "ü/€.csv",
    "a b.csv",
  ])
  func `is written below the directory, whole and for its owner alone`(path: String) async throws {
    let file = try await begin(path)
    try await file.append(Array("a,b\r\n".utf8))
    #expect(text(of: "in/" + path) == nil)
    try await file.append([])
    try await file.append(Array("1,2\r\n".utf8))
    #expect(try await file.commit() == 10)
    #expect(text(of: "in/" + path) == "a,b\r\n1,2\r\n")
    #expect(file.path == URL(filePath: tree.path("in/" + path)).standardized.path)
    var info = stat()
    #expect(stat(file.path, &info) == 0)
    #expect(info.st_mode & 0o7777 == 0o600)
    #expect(info.st_nlink == 1)
    #expect(try unfinished().isEmpty)
  }

  @Test func `is named by a whole path, a home, a link that the operator named`() async throws {
    let all = try directories("alias", "home", "out")
    for path in [tree.path("in/1.csv"), tree.path("alias/2.csv"), "~/3.csv", "4.csv"] {
      let file = try await all.begin(path, overwrite: false)
      #expect(try await file.commit() == 0)
    }
    #expect(try names().isSuperset(of: ["1.csv", "2.csv", "4.csv"]))
    #expect(try names(in: "home").contains("3.csv"))
    let other = try await all.begin(tree.path("out/5.csv"), overwrite: false)
    #expect(try await other.commit() == 0)
    #expect(try names(in: "out").contains("5.csv"))
  }

  @Test func `is written over a file only where that is asked for`() async throws {
    #expect(try await save("first", to: "new.csv") == nil)
    #expect(try await save("second", to: "new.csv") == .taken)
    #expect(text(of: "in/new.csv") == "first")
    chmod(tree.path("in/new.csv"), 0o644)
    #expect(try await save("third", to: "new.csv", overwrite: true) == nil)
    #expect(text(of: "in/new.csv") == "third")
    var info = stat()
    #expect(stat(tree.path("in/new.csv"), &info) == 0)
    #expect(info.st_mode & 0o7777 == 0o600)
    #expect(try unfinished().isEmpty)
  }

  // MARK: - What is not

  @Test(
    arguments: [
      ("../out/x.csv", .outside), ("sub/../x.csv", .outside), ("sub/..", .outside),
      ("~/x.csv", .outside), ("/etc/x.csv", .outside), ("/dev/full", .outside), ("", .outside),
      (".", .outside), ("/", .outside),
      (".x.csv", .hidden), (".git/x.csv", .hidden), ("a\nb.csv", .hidden), ("a\0.csv", .hidden),
      ("a\u{202E}vsc.exe.csv", .hidden), (".csv", .hidden),
      ("nothing/x.csv", .noDirectory), ("a.png/x.csv", .noDirectory),
      ("link_to_directory/x.csv", .link), ("escape_directory/x.csv", .link),
      ("escape_directory/secret", .link), ("escape", .link), ("escape_nowhere", .link),
      ("broken", .link), ("inner", .link), ("loop_a", .link), ("process/x.csv", .link),
      ("sub", .irregular), ("pipe", .irregular), ("a.png", .taken),
      (String(repeating: "x", count: 300) + ".csv", .tooLong),
      (String(repeating: "sub/", count: 2000) + "x.csv", .tooLong),
    ] as [(String, SaveRefusal)])
  func `is no path that leads elsewhere or is taken`(
    path: String, refusal: SaveRefusal
  ) async throws {
    let before = try names()
    #expect(try await save("x", to: path) == refusal)
    let over = try await save("x", to: path, overwrite: true)
    #expect(over == (refusal == .taken ? nil : refusal))
    #expect(try names() == before)
    #expect(try names(in: "out") == ["secret"])
    #expect(text(of: "out/secret") == "a secret outside")
  }

  @Test func `is no path beside the directory whose name begins like its name`() async throws {
    #expect(try await save("x", to: tree.path("inside/x.csv")) == .outside)
    #expect(try await save("x", to: tree.path("in/../out/x.csv")) == .outside)
    #expect(try await save("x", to: tree.path("out/x.csv")) == .outside)
  }

  /// Paths of all kinds of parts: whatever is written is inside.
  @Test func `is never anything outside`() async throws {
    let all = try directories()
    var random = SeededGenerator(seed: 21)
    let beginnings = [tree.path("in") + "/", tree.path("") + "/", "", "/", "./", "~/"]
    let parts = [
      "..", ".", "", "sub", "in", "out", "secret", "x.csv", "escape", "escape_directory",
      "escape_relative", "up_and_out", "link_to_directory", "loopback", "process", "\u{301}..",
      "inner", "deep", "tmp", "inside",
    ]
    var written = 0
    for _ in 0..<4000 {
      let names = (0...random.index(below: 4)).compactMap { _ in parts.randomElement(using: &random)
      }
      let path = (beginnings.randomElement(using: &random) ?? "") + names.joined(separator: "/")
      let file = try? await all.begin(path, overwrite: true)
      guard let file else { continue }
      written += 1
      try await file.append([1])
      _ = try? await file.commit()
    }
    #expect(written > 20)
    for directory in ["out", "inside"] {
      #expect(try names(in: directory) == ["secret"])
      #expect(text(of: directory + "/secret") == "a secret outside")
    }
    #expect(try names(in: "home").count == 2)
  }

  // MARK: - Starting

  @Test(arguments: [
    "/", "/proc", "/sys/kernel", "/dev/shm", "/tmp/..", "/no-such-place", "in/a.png",
  ])
  func `is in no directory that can't be meant`(path: String) {
    let path = path.hasPrefix("/") ? path : tree.path(path)
    #expect(throws: AllowedDirectoryProblems.self) { try SaveDirectories([path]) }
  }
}
