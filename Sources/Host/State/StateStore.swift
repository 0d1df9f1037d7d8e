#if Ledger
internal import Dispatch
internal import GRDB
internal import Platform
internal import Synchronization
internal import Tools

/// The database of a state directory, opened when it is first needed. All processes of a user share
/// it; SQLite keeps their changes apart.
final class StateStore: Sendable {
  let directory: StateDirectory
  private let lane = DispatchQueue(label: "clickport.state")
  private let database = Mutex<DatabaseQueue?>(nil)
  /// How long another process's change is waited for, in seconds, and whether a change must survive
  /// a power cut before it counts.
  private let patience: Double
  private let isDurable: Bool

  init(in directory: StateDirectory, patience: Double, isDurable: Bool) {
    self.directory = directory
    self.patience = patience
    self.isDurable = isDurable
  }

  /// Makes one change, or reads. It is done or fails even when the calling task is cancelled.
  ///
  /// All that blocks, the opening too, happens on a private queue, never on the pool.
  func change<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(LedgerFailure) -> Value {
    try await lane.run { [self] () throws(LedgerFailure) in try changeBlocking(body) }
  }

  private func changeBlocking<Value>(
    _ body: (Database) throws -> Value
  ) throws(LedgerFailure) -> Value {
    do {
      return try open().writeWithoutTransaction { database in
        var value: Value?
        try database.inTransaction(.immediate) {
          value = try body(database)
          return .commit
        }
        guard let value else { throw DatabaseError(message: "nothing was read") }
        return value
      }
    } catch let failure as LedgerFailure {
      throw failure
    } catch {
      throw failure(error)
    }
  }

  /// Opens the database, unless it is open. A failure isn't remembered: what is mended works.
  private func open() throws(LedgerFailure) -> DatabaseQueue {
    if let opened = database.withLock(\.self) { return opened }
    let opened = try open(try directory.file("state.sqlite"))
    database.withLock { $0 = opened }
    return opened
  }

  private func open(_ path: String) throws(LedgerFailure) -> DatabaseQueue {
    // While one process sets a database up, SQLite turns others away instead of letting them wait.
    let lock = Self.create(path + ".lock", exclusively: false)
    guard lock >= 0 else { throw StateDirectory.failure("\(path).lock can't be opened") }
    defer { close(lock) }
    guard locks(lock) else { throw StateDirectory.failure("\(path).lock can't be locked") }
    // Made beforehand, because SQLite would let everyone read it. One that is there must not be
    // opened here: closing it would take away the locks that SQLite holds on it in this process.
    let made = Self.create(path, exclusively: true)
    guard made >= 0 || errno == EEXIST else {
      throw StateDirectory.failure("\(path) can't be opened")
    }
    if made >= 0 { close(made) }
    var configuration = Configuration()
    configuration.journalMode = .wal
    configuration.busyMode = .timeout(patience)
    let mode = isDurable ? "FULL" : "NORMAL"
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = \(mode)") }
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      try StateSchema.migrate(queue)
      return queue
    } catch {
      throw failure(error)
    }
  }

  /// Locks a file that others hold for moments only; gives up when it is held for too long.
  private func locks(_ descriptor: Int32) -> Bool {
    let end = ContinuousClock.now + .seconds(patience)
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR, ContinuousClock.now < end else { return false }
      usleep(1_000)
    }
    return true
  }

  private static func create(_ path: String, exclusively: Bool) -> Int32 {
    let flags = O_RDWR | O_CREAT | O_CLOEXEC | (exclusively ? O_EXCL : 0)
    return Platform.open(path, flags, 0o600)
  }

  private func failure(_ error: any Error) -> LedgerFailure {
    let words = (error as? DatabaseError)?.message ?? "\(error)"
    return LedgerFailure(reason: "\(directory.path)/state.sqlite can't be used (\(words))")
  }
}
#endif
