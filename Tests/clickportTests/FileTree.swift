import Foundation

/// A directory `in` that may be read and one `out` that may not, full of ways from one to the other.
final class FileTree: Sendable {
  static let inside = Array("a file inside".utf8)
  static let outside = Array("a secret outside".utf8)

  private let root: URL

  init() throws {
    let parent = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
    root = parent.appending(path: "clickport-tree-\(UUID().uuidString)")
    for directory in ["in/sub", "in/deep/1/2/3", "in/ü", "out", "home", "inside"] {
      try FileManager.default.createDirectory(
        atPath: path(directory), withIntermediateDirectories: true)
    }
    for file in [
      "in/a.png", "in/sub/b.png", "in/deep/1/2/3/c.png", "in/ü/€.png", "in/... .png", "home/d.png",
    ] {
      try write(Self.inside, to: file)
    }
    for file in ["out/secret", "inside/secret"] { try write(Self.outside, to: file) }
    try write([], to: "in/empty")
    try write([UInt8](repeating: 7, count: 200_000), to: "in/large")
    try addLinks()
    guard mkfifo(path("in/pipe"), 0o600) == 0 else { throw CocoaError(.fileWriteUnknown) }
  }

  deinit {
    try? FileManager.default.removeItem(at: root)
  }

  func path(_ relative: String) -> String { root.path + "/" + relative }

  func link(_ relative: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: path(relative), withDestinationPath: target)
  }

  func rename(_ relative: String, to other: String) throws {
    try FileManager.default.moveItem(atPath: path(relative), toPath: path(other))
  }

  private func write(_ bytes: [UInt8], to relative: String) throws {
    try Data(bytes).write(to: URL(filePath: path(relative)))
  }

  private func addLinks() throws {
    // Those that stay inside.
    try link("in/inner", to: "sub/b.png")
    try link("in/loopback", to: "../in")
    try link("in/absolute", to: path("in/a.png"))
    try link("in/sub/up", to: "../deep/../a.png")
    try link("in/chain", to: "loopback/inner")
    try link("in/link_to_directory", to: "sub")
    try link("in/broken", to: "nothing")
    try link("in/round", to: "round")
    try link("in/loop_a", to: "loop_b")
    try link("in/loop_b", to: "loop_a")
    try link("alias", to: "in")
    // Those that lead out.
    try link("in/escape", to: path("out/secret"))
    try link("in/escape_nowhere", to: path("out/nothing"))
    try link("in/escape_directory", to: path("out"))
    try link("in/escape_relative", to: "../out/secret")
    try link("in/escape_chain", to: "link_to_directory/../escape_relative")
    try link("in/up_and_out", to: "..")
    try link("in/process", to: "/proc/self")
    try link("in/process_root", to: "/proc/self/root\(path("in/a.png"))")
    try link("in/device", to: "/dev/zero")
    try link("in/absolute_dots", to: path("out/../out/secret"))
    try link("home/escape", to: path("out/secret"))
  }
}
