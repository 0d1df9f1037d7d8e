import Foundation
import TestSupport
import Testing
import Tools

@testable import Host
@testable import clickport

/// Real directories, links and pipes; each test has its own.
@Suite(.timeLimit(.minutes(10)))
struct AllowedDirectoriesTests {
  let tree: FileTree

  init() throws {
    tree = try FileTree()
  }

  private func read(
    _ path: String, limit: Int = 100, allowing directories: [String] = ["in"]
  ) throws -> Result<[UInt8], FileRefusal> {
    let allowed = try AllowedDirectories(
      directories.map(tree.path), home: tree.path("home"), workingDirectory: tree.path("in/sub"))
    return Result { () throws(FileRefusal) in try allowed.contents(of: path, limit: limit) }
  }

  // MARK: - What is read

  @Test(arguments: [
    "in/a.png", "in/sub/b.png", "in//sub/./b.png", "in/sub/../a.png", "in/inner",
    "in/loopback/a.png",
    "in/absolute", "in/sub/up", "in/deep/1/2/3/c.png", "in/ü/€.png", "in/../in/a.png",
    "in/... .png", "in/chain",
  ])
  func `reads files inside, through links that stay inside`(path: String) throws {
    #expect(try read(tree.path(path)) == .success(FileTree.inside))
  }

  @Test func `reads what the home and the working directory lead to`() throws {
    #expect(try read("./b.png") == .success(FileTree.inside))
    #expect(try read("../a.png") == .success(FileTree.inside))
    #expect(try read("../../in/./a.png") == .success(FileTree.inside))
    #expect(try read("~/d.png", allowing: ["home"]) == .success(FileTree.inside))
    #expect(try read("~/d.png") == .failure(.outside))
  }

  @Test func `reads by the name of a link that the operator allowed`() throws {
    #expect(try read(tree.path("alias/a.png"), allowing: ["alias"]) == .success(FileTree.inside))
    #expect(try read(tree.path("in/a.png"), allowing: ["alias"]) == .success(FileTree.inside))
    #expect(try read(tree.path("alias/a.png"), allowing: ["in"]) == .failure(.outside))
  }

  @Test func `reads from each of several directories, and through links between them`() throws {
    let both = ["in", "out"]
    #expect(try read(tree.path("out/secret"), allowing: both) == .success(FileTree.outside))
    #expect(try read(tree.path("in/escape"), allowing: both) == .success(FileTree.outside))
    #expect(
      try read(tree.path("in/sub/../../out/secret"), allowing: both) == .success(FileTree.outside))
    let nested = ["in/sub", "in"]
    #expect(try read(tree.path("in/sub/../a.png"), allowing: nested) == .success(FileTree.inside))
  }

  // MARK: - What is not

  static let escapes = [
    "out/secret", "out", "out/nothing", "in/../out/secret", "in/../out/nothing",
    "in/sub/../../out/secret", "in/sub/../../../../../../../../../../etc/passwd", "in/escape",
    "in/escape_nowhere", "in/escape_directory/secret", "in/escape_directory/nothing",
    "in/escape_relative", "in/escape_chain", "in/up_and_out/out/secret", "in/process/environ",
    "in/process_root", "in/device", "in/absolute_dots", "inside/secret", "in\0/a.png",
    "in/a.png\0", "in/a.png\0/../../out/secret",
  ]

  @Test(arguments: escapes)
  func `refuses whatever leads outside, in the same words`(path: String) throws {
    #expect(try read(tree.path(path)) == .failure(.outside))
  }

  @Test(arguments: [
    "/", "//", "/etc/passwd", "/etc/nothing-here", "/proc/self/environ", "/proc/self/fd/0",
    "/proc/self/cwd/a", "/sys/kernel/notes", "/dev/null", "/dev/zero", "/dev/stdin", "/..",
    "/../../etc/passwd", "/\u{301}etc/passwd", "../../out/secret", "../../../../etc/passwd",
    "./../../out/secret", "~/../out/secret", "~/escape",
  ])
  func `refuses every path elsewhere`(path: String) throws {
    #expect(try read(path) == .failure(.outside))
  }

  @Test(
    arguments: [
      ("in/nothing", .missing), ("in/nothing/a.png", .missing), ("in/a.png/b", .missing),
      ("in/broken", .missing), ("in/sub/\u{301}../../../out/secret", .missing),
      ("in/sub", .irregular), ("in", .irregular), ("in/", .irregular),
      ("in/sub/..", .irregular), ("in/link_to_directory", .irregular), ("in/pipe", .irregular),
      ("in/empty", .empty), ("in/round", .unreadable), ("in/loop_a", .unreadable),
      ("in/" + String(repeating: "x", count: 300), .unreadable),
    ] as [(String, FileRefusal)])
  func `refuses what is no file to send`(path: String, refusal: FileRefusal) throws {
    #expect(try read(tree.path(path)) == .failure(refusal))
  }

  @Test func `refuses ways that are too long`() throws {
    let long = tree.path("in") + String(repeating: "/sub/..", count: 40) + "/a.png"
    #expect(try read(long) == .failure(.outside))
    #expect(try read(tree.path("in/" + String(repeating: "x/", count: 3000))) == .failure(.outside))
  }

  @Test func `reads as much as is allowed, and no more`() throws {
    let size = FileTree.inside.count
    #expect(try read(tree.path("in/a.png"), limit: size) == .success(FileTree.inside))
    #expect(try read(tree.path("in/a.png"), limit: size - 1) == .failure(.tooLarge))
    #expect(try read(tree.path("in/large"), limit: 200_000).get().count == 200_000)
    #expect(try read(tree.path("in/large"), limit: 199_999) == .failure(.tooLarge))
  }

  @Test func `holds on to the directory, whatever takes its name`() throws {
    let allowed = try AllowedDirectories([tree.path("in")])
    try tree.rename("in", to: "moved")
    try tree.link("in", to: tree.path("out"))
    #expect(throws: FileRefusal.missing) {
      try allowed.contents(of: tree.path("in/secret"), limit: 100)
    }
    #expect(try allowed.contents(of: tree.path("in/a.png"), limit: 100) == FileTree.inside)
  }

  /// Paths of all kinds of parts: whatever is read is a file inside.
  @Test func `never reads anything outside`() throws {
    let allowed = try AllowedDirectories(
      [tree.path("in")], home: tree.path("home"), workingDirectory: tree.path("in/sub"))
    var random = SeededGenerator(seed: 20)
    let beginnings = [
      tree.path("in"), tree.path("in/sub"), tree.path(""), tree.path("out"), "", "/", ".", "..",
      "~",
      "/proc/self/cwd", "/proc/self/root" + tree.path("out"),
    ]
    let parts = [
      "..", ".", "", "sub", "in", "out", "secret", "a.png", "b.png", "escape", "escape_directory",
      "escape_relative", "up_and_out", "link_to_directory", "loopback", "process", "\u{301}..",
      "..\0", "inner", "deep", "tmp", "etc", "passwd",
    ]
    var read = 0
    for _ in 0..<20_000 {
      let count = 1 + random.index(below: 6)
      let path =
        (beginnings.randomElement(using: &random) ?? "") + "/"
        + (0..<count).compactMap { _ in parts.randomElement(using: &random) }.joined(separator: "/")
      guard let bytes = try? allowed.contents(of: path, limit: 1000) else { continue }
      read += 1
      #expect(bytes == FileTree.inside, "\(path)")
    }
    #expect(read > 100)
  }

  @Test func `keeps no descriptor of what it read or refused`() throws {
    let allowed = try AllowedDirectories([tree.path("in")])
    var highest: Set<Int32> = []
    for path in ["in/a.png", "in/escape", "in/deep/1/2/3/c.png", "in/pipe", "in/round"] {
      for _ in 0..<400 { _ = try? allowed.contents(of: tree.path(path), limit: 100) }
      let probe = open("/dev/null", O_RDONLY)
      #expect(probe >= 0)
      highest.insert(probe)
      close(probe)
    }
    // What is kept is two thousand; other tests open files at the same time, but never so many.
    #expect((highest.max() ?? 0) < 2000)
  }

  // MARK: - Starting

  @Test(arguments: [
    "/", "//", "/.", "/proc", "/proc/self", "/sys", "/sys/kernel", "/dev", "/dev/shm", "/tmp/..",
    "/no-such-directory-here", "/etc/hostname", "",
  ])
  func `refuses directories that can't be meant`(path: String) {
    #expect(throws: AllowedDirectoryProblems.self) { try AllowedDirectories([path]) }
  }

  @Test func `refuses them through a link too, and names all that are wrong`() throws {
    try tree.link("kernel", to: "/proc")
    try tree.link("all", to: "/")
    let paths = ["kernel", "all", "nothing", "in/a.png", "in"].map(tree.path)
    let problems = #expect(throws: AllowedDirectoryProblems.self) { try AllowedDirectories(paths) }
    #expect(problems?.sentences.count == 4)
  }
}
