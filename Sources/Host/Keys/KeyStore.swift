internal import JSON
internal import Platform
package import Providers
internal import Tools

/// The keys that `clickport setup` keeps: a file for each variable, below the user's configuration
/// (XDG Base Directory Specification). Directory and files are their owner's alone, and what others
/// could have read or written is not used.
package struct KeyStore: Sendable {
  package let path: String

  package init(_ path: String) {
    self.path = path
  }

  /// The one that the environment gives; nil where there is no home.
  package init?(_ environment: Environment) {
    // A relative path is to be ignored, as the specification has it.
    if let own = environment.variable("XDG_CONFIG_HOME"), own.hasPrefix("/") {
      self.init(own + "/clickport/keys")
    } else if let home = environment.variable("HOME"), home.hasPrefix("/") {
      self.init(home + "/.config/clickport/keys")
    } else {
      return nil
    }
  }

  /// Whether a key can be kept under that name: a capital letter, then more of them, digits and `_`.
  package static func isName(_ variable: String) -> Bool {
    let capitals = UInt8(ascii: "A")...UInt8(ascii: "Z")
    return variable.utf8.count <= 100 && variable.utf8.first.map(capitals.contains) ?? false
      && variable.utf8.allSatisfy {
        capitals.contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_")
      }
  }

  /// The path of a variable's file, be there one or not.
  package func path(of variable: String) -> String { "\(path)/\(variable)" }

  /// What is kept for a variable; nil when nothing is. It is looked for anew each time.
  package func text(of variable: String) throws(UnreadableFile) -> String? {
    guard Self.isName(variable), let directory = Self.opened(path) else { return nil }
    let flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
    let number = openat(directory.number, variable, flags)
    guard number >= 0 else {
      if errno == ENOENT { return nil }
      throw UnreadableFile(reason: errno == ELOOP ? "it is a link" : Self.systemWords)
    }
    let file = Descriptor(number)
    if let fault = fault(of: directory, as: path) ?? fault(of: file, as: path(of: variable)) {
      throw UnreadableFile(reason: fault)
    }
    return try Environment.smallText(of: file.number)
  }

  /// Keeps a key, or replaces the one that was. It is there whole, or not at all.
  package func keep(_ secret: String, as variable: String) throws(KeyStoreFailure) {
    try Self.check(variable)
    let directory = try made()
    if let fault = fault(of: directory, as: path) { throw KeyStoreFailure(fault) }
    let target = SaveTarget(
      directory: directory, name: variable, path: path(of: variable), overwrite: true)
    do throws(SaveRefusal) {
      try UnfinishedFile.write(Array((secret + "\n").utf8), at: target)
    } catch {
      throw KeyStoreFailure("\(target.path) can't be written: \(Self.words(for: error))")
    }
  }

  /// Removes what is kept for a variable; false when nothing was.
  package func remove(_ variable: String) throws(KeyStoreFailure) -> Bool {
    try Self.check(variable)
    guard let directory = Self.opened(path) else { return false }
    guard unlinkat(directory.number, variable, 0) == 0 else {
      if errno == ENOENT { return false }
      throw KeyStoreFailure("\(path(of: variable)) can't be removed: \(Self.systemWords)")
    }
    fsync(directory.number)
    return true
  }

  /// What is kept, by name.
  package var entries: [KeyStoreEntry] {
    guard let directory = Self.opened(path) else { return [] }
    let directoryFault = fault(of: directory, as: path)
    return directory.names.filter(Self.isName).sorted().compactMap { name in
      var info = stat()
      guard fstatat(directory.number, name, &info, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
      return KeyStoreEntry(
        variable: name, mode: Int(info.st_mode & 0o7777),
        fault: directoryFault ?? Self.fault(of: info, as: path(of: name)))
    }
  }

  /// What is wrong with the directory that keys are kept in, as a clause; nil where it is right, or
  /// is still to be made.
  package var fault: String? { Self.opened(path).flatMap { fault(of: $0, as: path) } }

  private static func check(_ variable: String) throws(KeyStoreFailure) {
    guard isName(variable) else {
      throw KeyStoreFailure(
        "\(variable.visible(limit: 60)) is no name to keep a key under: capital letters, digits and _"
      )
    }
  }

  /// The directory, open; nil when there is none, or none that this process may look into.
  private static func opened(_ path: String) -> Descriptor? {
    let number = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    return number < 0 ? nil : Descriptor(number)
  }

  /// The directory, open; what is missing on the way to it is made.
  private func made() throws(KeyStoreFailure) -> Descriptor {
    for end in path.indices.dropFirst() where path[end] == "/" {
      try Self.make(String(path[..<end]))
    }
    try Self.make(path)
    if let directory = Self.opened(path) { return directory }
    throw KeyStoreFailure("\(path) can't be used: \(Self.systemWords)")
  }

  private static func make(_ directory: String) throws(KeyStoreFailure) {
    guard mkdir(directory, 0o700) == 0 || errno == EEXIST || errno == EISDIR else {
      // What can be looked into need not be made, even where nothing can be made beside it.
      var info = stat()
      if stat(directory, &info) == 0 { return }
      throw KeyStoreFailure("\(directory) can't be made: \(systemWords)")
    }
  }

  private func fault(of open: Descriptor, as path: String) -> String? {
    var info = stat()
    guard fstat(open.number, &info) == 0 else { return "\(path): \(Self.systemWords)" }
    return Self.fault(of: info, as: path)
  }

  /// Why what is kept there can't be trusted, as a clause with what to do.
  private static func fault(of info: stat, as path: String) -> String? {
    guard info.st_uid == geteuid() else {
      return
        "\(path) belongs to another user (number \(info.st_uid)): remove it, or become that user"
    }
    switch info.st_mode & S_IFMT {
    case S_IFREG:
      return info.st_mode & 0o077 == 0
        ? nil : "others may use \(path): chmod 600 \(path) makes it yours alone"
    case S_IFDIR:
      return info.st_mode & 0o077 == 0
        ? nil : "others may use \(path): chmod 700 \(path) makes it yours alone"
    default: return "\(path) is no plain file"
    }
  }

  private static var systemWords: String { String(cString: strerror(errno)) }

  private static func words(for refusal: SaveRefusal) -> String {
    switch refusal {
    case .forbidden: "this user may not write there"
    case .full: "the disk is full"
    case .irregular: "something else than a file has its name"
    case .link: "a link has its name"
    case .vanished: "the directory was taken away meanwhile"
    case .tooLong: "its name is too long"
    case .outside, .hidden, .noDirectory, .taken, .failed, .cancelled: "the disk failed"
    }
  }
}

/// A key that is kept, without the key.
package struct KeyStoreEntry: Sendable {
  package let variable: String
  /// The file's permission bits.
  package let mode: Int
  /// Why it isn't used, as a clause with what to do; nil where it can be.
  package let fault: String?
}

/// Why a key can't be kept or removed, in a sentence without a full stop.
package struct KeyStoreFailure: Error {
  package let reason: String

  init(_ reason: String) {
    self.reason = reason
  }
}
