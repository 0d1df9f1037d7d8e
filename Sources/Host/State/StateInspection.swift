internal import Platform
internal import Tools

/// What there is in a state directory. It is looked at, and nothing is made, migrated or tidied up.
package struct StateInspection: Sendable {
  package let path: String
  /// Why nothing can be kept in it, as a clause; nil where it looks as if it could.
  package let fault: String?
  /// What there is of the directory itself; nil where it is still to be made.
  package let directory: Directory?
  /// The bytes of all files in it.
  package let size: Int
  /// What there is of the record of effects; nil where nothing was recorded yet.
  package let record: Record?

  package struct Directory: Sendable {
    /// The user it belongs to.
    package let owner: Int
    /// Whether that is this process's.
    package let isOwn: Bool
    /// Its permissions, without the file type.
    package let mode: Int

    /// Whether nobody but the owner may look into it or change it.
    package var isPrivate: Bool { mode & 0o077 == 0 }
  }

  package enum Record: Sendable {
    /// How many migrations were made; of effects, how many may or may not have been done.
    case read(version: Int, unknown: Int)
    /// A clause that says why.
    case unreadable(reason: String)
  }

  /// The version that this program writes.
  package static var newestVersion: Int { StateFile.effects.migrations.count }

  /// SQLite's version; throws what to install where there is none.
  package static func libraryVersion() throws(LibraryFailure) -> String {
    do throws(SQLiteFailure) {
      return "SQLite \(try SQLiteLibrary(named: SQLiteLibrary.name).version)"
    } catch {
      throw LibraryFailure(
        reason: error.description,
        remedy: "Install it (Debian: libsqlite3-0): until then what changes something is refused")
    }
  }

  package init(of directory: StateDirectory) {
    path = directory.path
    fault = directory.fault
    var info = stat()
    let isMade = stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
    self.directory =
      isMade
      ? Directory(
        owner: Int(info.st_uid), isOwn: info.st_uid == geteuid(), mode: Int(info.st_mode & 0o7777))
      : nil
    size = isMade ? Self.size(of: path, depth: 1) : 0
    record = directory.holdsEffects ? Record(in: directory) : nil
  }

  private static func size(of folder: String, depth: Int) -> Int {
    guard let stream = opendir(folder) else { return 0 }
    defer { closedir(stream) }
    var size = 0
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name == "." || name == ".." { continue }
      var info = stat()
      guard lstat("\(folder)/\(name)", &info) == 0 else { continue }
      switch info.st_mode & S_IFMT {
      case S_IFREG: size += Int(info.st_size)
      case S_IFDIR where depth > 0: size += Self.size(of: "\(folder)/\(name)", depth: depth - 1)
      default: continue
      }
    }
    return size
  }
}

extension StateInspection.Record {
  fileprivate init(in directory: StateDirectory) {
    do {
      let library = try SQLiteLibrary(named: SQLiteLibrary.name)
      let path = directory.path + "/" + StateFile.effects.rawValue
      // Without its companion, which whoever has it open shares, all there is stands in the file.
      var info = stat()
      let database = try SQLiteDatabase(
        reading: path, library, isAlone: stat(path + "-shm", &info) != 0, patience: 1)
      let made = try database.migrationCount()
      guard made > 0 else {
        self = .read(version: 0, unknown: 0)
        return
      }
      let rows = try database.rows(
        """
        SELECT process, state, count(*) AS entries FROM effect
          WHERE state IN ('unknown', 'started') GROUP BY process, state
        """)
      let unknown = try rows.reduce(0) { sum, row in
        let isUnknown =
          try row["state"] as String == "unknown"
          || !ProcessMark.holds(try row["process"], in: directory)
        return try sum + (isUnknown ? row["entries"] : 0)
      }
      self = .read(version: made, unknown: unknown)
    } catch let failure as SQLiteFailure {
      self = .unreadable(reason: failure.description)
    } catch {
      self = .unreadable(reason: "\(error)")
    }
  }
}
