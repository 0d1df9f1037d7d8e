import Foundation
import JSON
import Platform
import Providers
import TestSupport
import Testing

@testable import Host

/// Point A3: what a file may be that a key is to come from.
@Suite struct `A file for a key` {
  private let tree = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID())")

  /// The state of a key that a file of this content is to give.
  private func state(_ make: (URL) throws -> Void) throws -> KeyState {
    try FileManager.default.createDirectory(at: tree, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: tree) }
    let file = tree.appending(path: "key")
    try make(file)
    let environment = Environment { name in
      name == "ACME_API_KEY_FILE" ? file.path : nil
    } file: { (path) throws(UnreadableFile) in
      try Environment.process.file(path)
    }
    return environment.keyState("ACME_API_KEY")
  }

  private func key(_ bytes: [UInt8]) throws -> String? {
    let state = try state { try Data(bytes).write(to: $0) }
    guard case .set(let key) = state else { return nil }
    return key.secret
  }

  @Test(arguments: [
    "s3cret-of-file", "s3cret-of-file\n", "\u{FEFF}s3cret-of-file\r\n", "\"s3cret-of-file\"\n",
    "\n\n  's3cret-of-file'  \n",
  ])
  func `gives it without what editors add`(text: String) throws {
    #expect(try key(Array(text.utf8)) == "s3cret-of-file")
  }

  @Test func `may be of UTF-16, as some shells write it`() throws {
    let text = "\u{FEFF}s3cret-of-file\r\n"
    let little = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    #expect(try key(little) == "s3cret-of-file")
    #expect(try key(big) == "s3cret-of-file")
    #expect(try key(little + [0x20]) == "s3cret-of-file")
    #expect(try key([0xFF, 0xFE]) == nil)
  }

  private func expectUnusable(_ words: String, _ make: (URL) throws -> Void) throws {
    guard case .unusable(let reason, _) = try state(make) else {
      Issue.record("\(words) is usable")
      return
    }
    #expect(reason.contains(words), "\(reason)")
    #expect(reason.contains("ACME_API_KEY_FILE"))
    #expect(!reason.contains(tree.path))
  }

  @Test func `is told of when it can't be used`() throws {
    try expectUnusable("can't be read: No such file") { _ in }
    try expectUnusable("can't be read: it is a directory") {
      try FileManager.default.createDirectory(at: $0, withIntermediateDirectories: true)
    }
    // Nobody writes into it: to wait for somebody would be for ever.
    try expectUnusable("can't be read: it is no plain file") {
      #expect(mkfifo($0.path, 0o600) == 0)
    }
    try expectUnusable("can't be read: it is no plain file") {
      try FileManager.default.createSymbolicLink(atPath: $0.path, withDestinationPath: "/dev/zero")
    }
    try expectUnusable("which is empty") { try Data().write(to: $0) }
    try expectUnusable("which is empty") { try Data("\u{FEFF} \n".utf8).write(to: $0) }
    try expectUnusable("can't be read: it is too large") {
      try Data(repeating: 0x61, count: (64 << 10) + 1).write(to: $0)
    }
    try expectUnusable("which holds several lines") { try Data("a: b\nc: d".utf8).write(to: $0) }
    try expectUnusable("which holds characters that no key has") {
      try Data([0x61, 0xFF, 0x62]).write(to: $0)
    }
    try expectUnusable("which holds a placeholder") { try Data("changeme\n".utf8).write(to: $0) }
  }

  @Test(arguments: [
    (0o600, false), (0o640, false), (0o644, true), (0o604, true), (0o602, true), (0o666, true),
  ])
  func `is told of when everybody may read or write it`(mode: Int, isOpen: Bool) throws {
    _ = try state { file in
      try Data("s3cret".utf8).write(to: file)
      #expect(chmod(file.path, mode_t(mode)) == 0)
      #expect(Environment.process.isOpenToAll(file.path) == isOpen)
      #expect(!Environment.process.isOpenToAll(tree.path))
    }
  }
}
