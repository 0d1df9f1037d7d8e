import Foundation
import Platform
import Providers
import Testing

@testable import Host

/// Keys in files of their own, for their owner alone.
@Suite struct `A key store` {
  private static let variable = "ACME_API_KEY"
  private let home = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID())")

  /// In a folder of this test's own, which is removed afterwards.
  private func withStore(_ body: (KeyStore) throws -> Void) throws {
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: home) }
    try body(try #require(KeyStore(Environment(["HOME": home.path]))))
  }

  private func mode(_ path: String) -> Int {
    var info = stat()
    return stat(path, &info) == 0 ? Int(info.st_mode & 0o7777) : -1
  }

  @Test(
    arguments: [
      (["XDG_CONFIG_HOME": "/x", "HOME": "/h"], "/x/clickport/keys"),
      (["XDG_CONFIG_HOME": "x", "HOME": "/h"], "/h/.config/clickport/keys"),
      (["XDG_CONFIG_HOME": "${XDG}", "HOME": "/h"], "/h/.config/clickport/keys"),
      (["HOME": "/h"], "/h/.config/clickport/keys"), (["HOME": "h"], nil), ([:], nil),
    ] as [([String: String], String?)])
  func `lies in the user's configuration`(variables: [String: String], path: String?) {
    #expect(KeyStore(Environment(variables))?.path == path)
  }

  @Test func `keeps a key, replaces it, and removes it`() throws {
    try withStore { store in
      #expect(try store.text(of: Self.variable) == nil)
      #expect(store.entries.isEmpty && store.fault == nil)
      #expect(try store.remove(Self.variable) == false)
      try store.keep("the-key", as: Self.variable)
      #expect(try store.text(of: Self.variable) == "the-key\n")
      try store.keep("another-key", as: Self.variable)
      #expect(try store.text(of: Self.variable) == "another-key\n")
      #expect(mode(store.path) == 0o700)
      #expect(mode(store.path(of: Self.variable)) == 0o600)
      let entries = store.entries
      #expect(entries.map(\.variable) == [Self.variable])
      #expect(entries.map(\.mode) == [0o600])
      #expect(entries.allSatisfy { $0.fault == nil })
      #expect(try FileManager.default.contentsOfDirectory(atPath: store.path) == [Self.variable])
      #expect(try store.remove(Self.variable))
      #expect(try store.text(of: Self.variable) == nil)
    }
  }

  @Test(arguments: [
    "", "acme", "Acme", "1ACME", "_ACME", "../ACME", "A/B", "A.B", "A B", "Ä", "A\0",
    String(repeating: "A", count: 101),
  ])
  func `takes no name that is no variable's`(name: String) throws {
    try withStore { store in
      #expect(throws: KeyStoreFailure.self) { try store.keep("the-key", as: name) }
      #expect(throws: KeyStoreFailure.self) { try store.remove(name) }
      let text = try store.text(of: name)
      #expect(text == nil)
      #expect(!FileManager.default.fileExists(atPath: store.path))
    }
  }

  @Test(arguments: [0o640, 0o604, 0o620, 0o602, 0o644, 0o666])
  func `doesn't use a file that others may use, and says what to do`(bits: Int) throws {
    try withStore { store in
      try store.keep("the-key", as: Self.variable)
      let path = store.path(of: Self.variable)
      #expect(chmod(path, mode_t(bits)) == 0)
      let error = #expect(throws: UnreadableFile.self) { try store.text(of: Self.variable) }
      #expect(error?.reason.contains("chmod 600 \(path)") == true)
      #expect(store.entries.first?.fault == error?.reason)
      // To keep it anew makes it right.
      try store.keep("the-key", as: Self.variable)
      #expect(try store.text(of: Self.variable) == "the-key\n")
    }
  }

  @Test(arguments: [0o750, 0o705, 0o777, 0o730])
  func `doesn't use a directory that others may use, and says what to do`(bits: Int) throws {
    try withStore { store in
      try store.keep("the-key", as: Self.variable)
      #expect(chmod(store.path, mode_t(bits)) == 0)
      let error = #expect(throws: UnreadableFile.self) { try store.text(of: Self.variable) }
      #expect(error?.reason.contains("chmod 700 \(store.path)") == true)
      #expect(store.fault == error?.reason && store.entries.first?.fault == error?.reason)
      let failure = #expect(throws: KeyStoreFailure.self) {
        try store.keep("another", as: Self.variable)
      }
      #expect(failure?.reason.contains("chmod 700") == true)
      // What isn't kept is nobody's trouble.
      #expect(try store.text(of: "OTHER_API_KEY") == nil)
    }
  }

  @Test(.enabled(if: geteuid() == 0)) func `doesn't use what is another user's`() throws {
    try withStore { store in
      try store.keep("the-key", as: Self.variable)
      #expect(chown(store.path(of: Self.variable), 12_345, 12_345) == 0)
      let error = #expect(throws: UnreadableFile.self) { try store.text(of: Self.variable) }
      #expect(error?.reason.contains("belongs to another user (number 12345)") == true)
      #expect(chown(store.path(of: Self.variable), 0, 0) == 0)
      #expect(chown(store.path, 12_345, 12_345) == 0)
      #expect(throws: UnreadableFile.self) { try store.text(of: Self.variable) }
      #expect(throws: KeyStoreFailure.self) { try store.keep("another", as: Self.variable) }
    }
  }

  @Test func `follows no link, and waits for no pipe`() throws {
    try withStore { store in
      try store.keep("the-key", as: "OTHER_KEY")
      let path = store.path(of: Self.variable)
      try FileManager.default.createSymbolicLink(
        atPath: path, withDestinationPath: store.path(of: "OTHER_KEY"))
      let linked = #expect(throws: UnreadableFile.self) { try store.text(of: Self.variable) }
      #expect(linked?.reason == "it is a link")
      #expect(throws: KeyStoreFailure.self) { try store.keep("another", as: Self.variable) }
      #expect(try store.text(of: "OTHER_KEY") == "the-key\n")
      #expect(try store.remove(Self.variable))
      #expect(mkfifo(path, 0o600) == 0)
      #expect(throws: UnreadableFile.self) { try store.text(of: Self.variable) }
    }
  }

  @Test func `can't be where a file is`() throws {
    try withStore { store in
      try Data().write(to: home.appending(path: ".config"))
      let failure = #expect(throws: KeyStoreFailure.self) {
        try store.keep("the-key", as: Self.variable)
      }
      #expect(failure?.reason.contains(".config") == true)
      #expect(try store.text(of: Self.variable) == nil)
    }
  }

  @Test func `is asked anew at each call by the process's own environment`() {
    let environment = Environment.process
    #expect(throws: Never.self) { try environment.kept("CLICKPORT_NO_SUCH_KEY") }
  }
}
