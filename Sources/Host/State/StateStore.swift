internal import Dispatch
internal import Platform
internal import Synchronization
internal import Tools

/// A database of a state directory, opened when it is first needed. All processes of a user share
/// it; SQLite keeps their changes apart.
final class StateStore: Sendable {
  let directory: StateDirectory
  private let file: StateFile
  private let library: String
  private let lane = DispatchQueue(label: "clickport.state")
  private let database = Mutex<SQLiteDatabase?>(nil)
  /// How long another process's change is waited for, in seconds, and whether a change must survive
  /// a power cut before it counts.
  private let patience: Double
  private let isDurable: Bool

  /// `library` is the name that SQLite is opened by.
  init(
    in directory: StateDirectory, _ file: StateFile = .effects, patience: Double, isDurable: Bool,
    library: String = SQLiteLibrary.name
  ) {
    self.directory = directory
    self.file = file
    self.patience = patience
    self.isDurable = isDurable
    self.library = library
  }

  /// Makes one change. It is done or fails even when the calling task is cancelled.
  ///
  /// All that blocks, the opening too, happens on a private queue, never on the pool.
  func change<Value: Sendable>(
    _ body: @escaping @Sendable (SQLiteDatabase) throws -> Value
  ) async throws(LedgerFailure) -> Value {
    try await lane.run { [self] () throws(LedgerFailure) in try pass(isChange: true, body) }
  }

  /// Reads, also where nothing may be changed; then `writeFault` says so. Otherwise it may tidy up.
  func read<Value: Sendable>(
    _ body: @escaping @Sendable (SQLiteDatabase) throws -> Value
  ) async throws(LedgerFailure) -> Value {
    try await lane.run { [self] () throws(LedgerFailure) in try pass(isChange: false, body) }
  }

  /// Makes one change on this thread, which may block.
  func changeHere<Value: Sendable>(
    _ body: @Sendable (SQLiteDatabase) throws -> Value
  ) throws(LedgerFailure) -> Value {
    try pass(isChange: true, body)
  }

  private func pass<Value: Sendable>(
    isChange: Bool, _ body: @Sendable (SQLiteDatabase) throws -> Value
  ) throws(LedgerFailure) -> Value {
    do {
      return try database.withLock { opened in
        // A failure isn't remembered: what is mended works.
        let database = try opened ?? open(try directory.file(file.rawValue))
        opened = database
        if isChange, let fault = database.writeFault { throw SQLiteFailure(description: fault) }
        return try database.transaction { try body(database) }
      }
    } catch {
      throw failure(error)
    }
  }

  /// While one process sets a database up, SQLite turns others away instead of letting them wait. So
  /// each takes its turn by locking another one, which stays empty: for that they do wait.
  private func open(_ path: String) throws -> sending SQLiteDatabase {
    let library = try SQLiteLibrary(named: library)
    let turns = try SQLiteDatabase(path + ".lock", library, patience: patience)
    try turns.execute("BEGIN EXCLUSIVE")
    defer { try? turns.execute("ROLLBACK") }
    chmod(path + ".lock", 0o600)
    return try setUp(path, library)
  }

  private func setUp(
    _ path: String, _ library: SQLiteLibrary
  ) throws -> sending SQLiteDatabase {
    // Made beforehand, because SQLite would let everyone read it. One that is there must not be
    // opened here: closing it would take away the locks that SQLite holds on it in this process.
    let made = Platform.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_EXCL, 0o600)
    guard made >= 0 || errno == EEXIST else {
      throw StateDirectory.failure("\(path) can't be opened")
    }
    if made >= 0 { close(made) }
    let database = try SQLiteDatabase(path, library, patience: patience)
    try database.keepUnchanged(ifNewerThan: file.migrations)
    if database.writeFault != nil { return database }
    try database.execute("PRAGMA foreign_keys = ON; " + file.settings)
    let mode = try database.rows("PRAGMA journal_mode = WAL").first?["journal_mode"] as String?
    guard mode == "wal" else {
      throw SQLiteFailure(description: "SQLite can keep no write-ahead log there")
    }
    try database.execute("PRAGMA synchronous = \(isDurable ? "FULL" : "NORMAL")")
    try database.migrate(file.migrations)
    return database
  }

  private func failure(_ error: any Error) -> LedgerFailure {
    if let failure = error as? LedgerFailure { return failure }
    return LedgerFailure(reason: "\(directory.path)/\(file.rawValue) can't be used (\(error))")
  }
}
