internal import Platform

/// Another program's file, which is read and replaced as a whole. Where a link leads to it, the link
/// stays; its mode and its owner stay too.
package struct SettingsFile {
  /// As it was asked for.
  package let path: String
  /// What it held when it was opened; nil where there was none.
  package let contents: [UInt8]?
  /// Where it is, without a link at its end.
  private let place: String
  private let mode: mode_t
  private let owner: (user: uid_t, group: gid_t)

  private static let sizeLimit = 64 << 20

  /// Throws where something of that name is no file that can be read.
  package init(_ path: String) throws(SettingsFileProblem) {
    self.path = path
    var info = stat()
    guard stat(path, &info) == 0 else {
      let failure = errno
      let isLink = lstat(path, &info) == 0
      guard failure == ENOENT, !isLink else {
        throw SettingsFileProblem(
          isLink ? "\(path) is a link that leads nowhere" : "\(path) can't be read",
          isLink ? 0 : failure)
      }
      (place, contents, mode, owner) = (path, nil, 0o644, (geteuid(), getegid()))
      return
    }
    guard info.st_mode & S_IFMT == S_IFREG else { throw SettingsFileProblem("\(path) is no file") }
    guard info.st_size <= Self.sizeLimit else {
      throw SettingsFileProblem("\(path) has more than \(Self.sizeLimit >> 20) MiB")
    }
    guard let real = realpath(path, nil) else {
      throw SettingsFileProblem("\(path) can't be read", errno)
    }
    defer { free(real) }
    place = String(cString: real)
    guard let bytes = Self.bytes(of: place) else {
      throw SettingsFileProblem("\(path) can't be read", errno)
    }
    contents = bytes
    mode = info.st_mode & 0o7777
    owner = (info.st_uid, info.st_gid)
  }

  /// Whether others than its owner can read it.
  package var isOpenToOthers: Bool { contents != nil && mode & 0o077 != 0 }

  /// Throws where somebody means it to stay as it is.
  package func checkIsWritable() throws(SettingsFileProblem) {
    guard contents != nil else { return }
    if mode & 0o222 == 0 { throw SettingsFileProblem("\(path) is read-only; chmod u+w allows it") }
    if access(place, W_OK) != 0 { throw SettingsFileProblem("\(path) can't be written", errno) }
  }

  private static func bytes(of path: String) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard file >= 0 else { return nil }
    defer { close(file) }
    return remainingBytes(of: file, limit: sizeLimit)
  }
}

/// Copies that lie beside it.
extension SettingsFile {
  package struct Backup {
    package let path: String
    package let contents: [UInt8]
  }

  private static let suffix = ".clickport-backup"
  private static let backupLimit = 999

  /// The name of a copy, from 1.
  private func backupPath(_ number: Int) -> String {
    place + Self.suffix + (number == 1 ? "" : "-\(number)")
  }

  /// The latest first.
  package var backups: [Backup] {
    var backups: [Backup] = []
    for number in 1...Self.backupLimit {
      var info = stat()
      let path = backupPath(number)
      // One in between may have been removed.
      guard lstat(path, &info) == 0 else {
        if number > 9 + backups.count { break }
        continue
      }
      guard info.st_mode & S_IFMT == S_IFREG, let contents = Self.bytes(of: path) else { continue }
      backups.append(Backup(path: path, contents: contents))
    }
    return backups.reversed()
  }

  /// Copies it, unless the latest copy is the same; the copy's path, or nil where there is nothing to
  /// copy. No copy is ever written over; each is for its owner alone.
  package func backUp() throws(SettingsFileProblem) -> String? {
    guard let contents else { return nil }
    if let latest = backups.first, latest.contents == contents { return latest.path }
    for number in 1...Self.backupLimit {
      let path = backupPath(number)
      let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
      guard file >= 0 else {
        if errno == EEXIST { continue }
        throw SettingsFileProblem("\(path) can't be written", errno)
      }
      do throws(SettingsFileProblem) {
        // Whoever may read the file: what is written into it later isn't to stay readable in copies.
        try fill(file, with: contents, path, mode: 0o600)
      } catch {
        unlink(path)
        throw error
      }
      return path
    }
    throw SettingsFileProblem("there are \(Self.backupLimit) copies of \(path) already")
  }
}

/// Replacing it.
extension SettingsFile {
  /// Gives it other contents; with nil it is removed. A file that wasn't there is made with the
  /// directories on its way, for its owner alone where `isSecret`. Until the new file is complete,
  /// the old one stays.
  package func replace(
    with bytes: [UInt8]?, isSecret: Bool = false
  ) throws(SettingsFileProblem) {
    try checkIsWritable()
    guard let bytes else {
      try checkIsUnchanged()
      guard unlink(place) == 0 else { throw SettingsFileProblem("\(path) can't be removed", errno) }
      return
    }
    let directory = Self.directory(of: place)
    try Self.makeDirectory(directory)
    let draft = directory + "/.clickport-" + String(UInt64.random(in: .min ... .max), radix: 36)
    let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      throw SettingsFileProblem("no file can be written in \(directory)", errno)
    }
    do throws(SettingsFileProblem) {
      try fill(file, with: bytes, path, mode: contents == nil && isSecret ? 0o600 : mode)
      try checkIsUnchanged()
      guard rename(draft, place) == 0 else {
        throw SettingsFileProblem("\(path) can't be written", errno)
      }
    } catch {
      unlink(draft)
      throw error
    }
    let parent = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if parent >= 0 {
      // The file is there, even where its directory can't be flushed.
      fsync(parent)
      close(parent)
    }
  }

  /// The program whose file it is may have written it meanwhile.
  private func checkIsUnchanged() throws(SettingsFileProblem) {
    var info = stat()
    let isThere = lstat(place, &info) == 0
    guard isThere == (contents != nil), !isThere || Self.bytes(of: place) == contents else {
      throw SettingsFileProblem("\(path) was changed by another program meanwhile; try again")
    }
  }

  /// Writes all of a new file, and closes it.
  private func fill(
    _ file: Int32, with bytes: [UInt8], _ path: String, mode: mode_t
  ) throws(SettingsFileProblem) {
    defer { close(file) }
    if owner.user != geteuid() || owner.group != getegid() {
      let isGiven = fchown(file, owner.user, owner.group) == 0
      // A group that this user isn't in can't be kept; another user's file isn't made this user's.
      guard isGiven || owner.user == geteuid() else {
        throw SettingsFileProblem("\(path) belongs to another user", errno)
      }
    }
    guard fchmod(file, mode) == 0 else {
      throw SettingsFileProblem("\(path) can't be written", errno)
    }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        throw SettingsFileProblem("\(path) can't be written", errno)
      }
    }
    guard fsync(file) == 0 else { throw SettingsFileProblem("\(path) can't be written", errno) }
  }

  private static func directory(of path: String) -> String {
    let end = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let directory = end.map { String(path[..<$0]) } ?? "."
    return directory.isEmpty ? "/" : directory
  }

  /// Makes a directory and those it lies in, as far as they aren't there.
  private static func makeDirectory(_ path: String) throws(SettingsFileProblem) {
    if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
    let failure = errno
    let parent = directory(of: path)
    guard failure == ENOENT, parent != path else {
      throw SettingsFileProblem("the directory \(path) can't be made", failure)
    }
    try makeDirectory(parent)
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
      throw SettingsFileProblem("the directory \(path) can't be made", errno)
    }
  }
}

/// Why another program's file can't be read or replaced, as a clause.
package struct SettingsFileProblem: Error {
  package let reason: String

  /// `failure` is the system's `errno`; 0 where the clause says it all.
  init(_ reason: String, _ failure: Int32 = 0) {
    self.reason = failure == 0 ? reason : "\(reason): \(String(cString: strerror(failure)))"
  }
}

/// This program, as others start it.
package enum OwnProgram {
  /// Its absolute path. Where it was started by a link, as package managers lay beside what they
  /// replace with each version, that is the link. nil where the system doesn't tell.
  package static func path(startedAs word: String) -> String? {
    guard let real = realPath else { return nil }
    let isSame = { (path: String) in resolved(path) == real }
    if word.utf8.contains(UInt8(ascii: "/")) {
      return absolute(word).flatMap { isSame($0) ? $0 : nil } ?? real
    }
    let places = getenv("PATH").map { String(cString: $0) } ?? ""
    for place in places.split(separator: ":") where place.hasPrefix("/") {
      let path = (place.hasSuffix("/") ? place : place + "/") + word
      if access(String(path), X_OK) == 0 { return isSame(String(path)) ? String(path) : real }
    }
    return real
  }

  /// An absolute path of the same file: its directory without links, its name as it is.
  package static func absolute(_ path: String) -> String? {
    let names = path.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
    let isPlain = !names.contains(".") && !names.contains("..")
    if path.hasPrefix("/"), isPlain { return "/" + names.joined(separator: "/") }
    guard let name = names.last, name != "..", name != "." else { return resolved(path) }
    let directory = names.dropLast().joined(separator: "/")
    let parent = path.hasPrefix("/") ? "/" + directory : directory.isEmpty ? "." : directory
    return resolved(parent).map { $0 == "/" ? "/" + name : "\($0)/\(name)" }
  }

  private static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  private static var realPath: String? {
    #if canImport(Darwin)
    var size: UInt32 = 0
    _NSGetExecutablePath(nil, &size)
    var buffer = [CChar](repeating: 0, count: Int(size) + 1)
    guard _NSGetExecutablePath(&buffer, &size) == 0 else { return nil }
    return resolved(String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self))
    #else
    return resolved("/proc/self/exe")
    #endif
  }
}
