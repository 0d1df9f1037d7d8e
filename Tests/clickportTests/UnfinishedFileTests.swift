import Foundation
import TestSupport
import Testing
import Tools

@testable import Host
@testable import clickport

/// A file between its beginning and its end.
extension SaveDirectoriesTests {
  // MARK: - What changes meanwhile

  @Test(arguments: [false, true])
  func `never follows a link that takes its place`(overwrite: Bool) async throws {
    let file = try await begin("new.csv", overwrite: overwrite)
    try await file.append([1])
    try tree.link("in/new.csv", to: tree.path("out/secret"))
    if overwrite {
      #expect(try await file.commit() == 1)
      #expect(text(of: "in/new.csv") == "\u{1}")
    } else {
      await #expect(throws: SaveRefusal.taken) { try await file.commit() }
    }
    #expect(text(of: "out/secret") == "a secret outside")
    #expect(try unfinished().isEmpty)
  }

  @Test func `stays in its directory, whatever takes that one's name`() async throws {
    let file = try await begin("sub/new.csv")
    try tree.rename("in/sub", to: "moved")
    try tree.link("in/sub", to: tree.path("out"))
    #expect(try await file.commit() == 0)
    #expect(try names(in: "moved").contains("new.csv"))
    #expect(try names(in: "out") == ["secret"])
  }

  @Test func `is refused once its directory is gone`() async throws {
    let all = try directories()
    let file = try await all.begin("sub/new.csv", overwrite: false)
    try FileManager.default.removeItem(atPath: tree.path("in/sub"))
    await #expect(throws: SaveRefusal.vanished) { try await file.commit() }
    await #expect(throws: SaveRefusal.vanished) { try await file.append([1]) }
    try tree.rename("in", to: "moved")
    try FileManager.default.createDirectory(
      atPath: tree.path("in"), withIntermediateDirectories: true)
    await #expect(throws: SaveRefusal.vanished) { try await all.begin("x.csv", overwrite: true) }
  }

  @Test(arguments: [false, true])
  func `is one writer's alone, whole, when several want the name`(overwrite: Bool) async throws {
    let all = try directories()
    let outcomes = await withTaskGroup(of: SaveRefusal?.self) { group in
      for writer in UInt8(0)..<12 {
        group.addTask {
          do throws(SaveRefusal) {
            let file = try await all.begin("new.csv", overwrite: overwrite)
            for _ in 0..<20 { try await file.append([UInt8](repeating: writer, count: 997)) }
            _ = try await file.commit()
            return nil
          } catch { return error }
        }
      }
      return await group.reduce(into: [SaveRefusal?]()) { $0.append($1) }
    }
    #expect(outcomes.filter { $0 == nil }.count == (overwrite ? 12 : 1))
    #expect(outcomes.allSatisfy { $0 == nil || $0 == .taken })
    let bytes = try #require(FileManager.default.contents(atPath: tree.path("in/new.csv")))
    #expect(bytes.count == 20 * 997)
    #expect(Set(bytes).count == 1)
    #expect(try unfinished().isEmpty)
  }

  @Test func `is one writer's where a file has one name only`() async throws {
    let directory = Descriptor(open(tree.path("in"), O_RDONLY | O_DIRECTORY))
    let target = SaveTarget(
      directory: directory, name: "new.csv", path: tree.path("in/new.csv"), overwrite: false)
    for name in ["one", "two"] {
      try name.write(toFile: tree.path("in/" + name), atomically: false, encoding: .utf8)
    }
    try target.reserve(for: "one")
    #expect(text(of: "in/new.csv") == "one")
    #expect(throws: SaveRefusal.taken) { try target.reserve(for: "two") }
    #expect(text(of: "in/new.csv") == "one")
    try FileManager.default.removeItem(atPath: tree.path("in/new.csv"))
    #expect(throws: SaveRefusal.vanished) { try target.reserve(for: "nothing") }
    #expect(text(of: "in/new.csv") == nil)
  }

  // MARK: - What is left

  @Test func `leaves nothing when it is discarded, dropped or cancelled`() async throws {
    let file = try await begin("new.csv")
    try await file.append([1])
    #expect(try unfinished().count == 1)
    await file.discard()
    await file.discard()
    #expect(try unfinished().isEmpty)
    await #expect(throws: SaveRefusal.cancelled) { try await file.append([1]) }
    await #expect(throws: SaveRefusal.cancelled) { try await file.commit() }

    try await drop("new.csv")
    #expect(try unfinished().isEmpty)

    let cancelled = try await begin("new.csv")
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await cancelled.commit()
    }
    await #expect(throws: SaveRefusal.cancelled) { try await task.value }
    #expect(try unfinished().isEmpty)
    #expect(text(of: "in/new.csv") == nil)
  }

  private func drop(_ path: String) async throws {
    let file = try await begin(path)
    try await file.append([1])
    #expect(try unfinished().count == 1)
  }

  @Test func `stays when it is discarded after it has its name`() async throws {
    let file = try await begin("new.csv")
    #expect(try await file.commit() == 0)
    await file.discard()
    #expect(text(of: "in/new.csv") == "")
    await #expect(throws: SaveRefusal.self) { try await file.append([1]) }
  }

  @Test func `clears away what a dead process left, and nothing else`() async throws {
    let kept = [".clickport-1.txt", "clickport-1.part", ".clickport-link.part", ".other.part"]
    for name in [".clickport-dead.part", kept[0], kept[1], kept[3]] {
      try "x".write(toFile: tree.path("in/" + name), atomically: false, encoding: .utf8)
    }
    try tree.link("in/" + kept[2], to: tree.path("out/secret"))
    let living = try await begin("1.csv")
    #expect(try !names().contains(".clickport-dead.part"))
    #expect(try names().isSuperset(of: kept))
    let another = try await begin("2.csv")
    try await living.append([1])
    #expect(try await living.commit() == 1)
    #expect(try await another.commit() == 0)
    #expect(text(of: "out/secret") == "a secret outside")
  }

  @Test func `keeps no descriptor of what it wrote or refused`() async throws {
    var highest: Set<Int32> = []
    for path in ["new.csv", "sub/new.csv", "escape", "nothing/x.csv", "pipe"] {
      for _ in 0..<400 { _ = try await save("x", to: path, overwrite: true) }
      let probe = open("/dev/null", O_RDONLY)
      #expect(probe >= 0)
      highest.insert(probe)
      close(probe)
    }
    // What is kept is two thousand; other tests open files at the same time, but never so many.
    #expect((highest.max() ?? 0) < 2000)
  }

  // MARK: - What the disk refuses

  @Test func `says that the disk is full`() {
    let full = Descriptor(open("/dev/full", O_WRONLY))
    #expect(throws: SaveRefusal.full) { try UnfinishedFile.write([1, 2, 3], to: full) }
  }

  @Test(
    arguments: [
      (ENOSPC, .full), (EDQUOT, .full), (EFBIG, .full), (EROFS, .forbidden), (EACCES, .forbidden),
      (EIO, .failed), (ESTALE, .vanished), (ENAMETOOLONG, .tooLong),
    ] as [(Int32, SaveRefusal)])
  func `says what the system says`(failure: Int32, refusal: SaveRefusal) {
    #expect(SaveRefusal(failure) == refusal)
  }

  /// The superuser may write everywhere.
  @Test(.enabled(if: geteuid() != 0))
  func `says that a directory can't be written to, at the start and later`() async throws {
    let all = try directories()
    chmod(tree.path("in"), 0o500)
    defer { chmod(tree.path("in"), 0o700) }
    await #expect(throws: SaveRefusal.forbidden) { try await all.begin("x.csv", overwrite: false) }
    #expect(throws: AllowedDirectoryProblems.self) { try directories() }
  }
}
