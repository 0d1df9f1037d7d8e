#if Ledger
import GRDB
import Synchronization
import Tools

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The database of a state directory, opened when it is first needed. All processes of a user share
/// it; SQLite keeps their changes apart.
final class StateStore: Sendable {
  let directory: StateDirectory
  private let queue = Mutex<DatabaseQueue?>(nil)
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
  func change<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(LedgerFailure) -> Value {
    let queue = try open()
    let result: Result<Value, any Error> = await withCheckedContinuation { continuation in
      queue.asyncWriteWithoutTransaction { database in
        continuation.resume(
          returning: Result {
            var value: Value?
            try database.inTransaction(.immediate) {
              value = try body(database)
              return .commit
            }
            guard let value else { throw DatabaseError(message: "nothing was read") }
            return value
          })
      }
    }
    do {
      return try result.get()
    } catch {
      throw failure(error)
    }
  }

  /// Opens the database, unless it is open. A failure isn't remembered: what is mended works.
  private func open() throws(LedgerFailure) -> DatabaseQueue {
    let directory = directory
    let opened: Result<DatabaseQueue, LedgerFailure> = queue.withLock { queue in
      if let queue { return .success(queue) }
      do throws(LedgerFailure) {
        let path = try directory.file("state.sqlite")
        let opened = try open(path)
        queue = opened
        return .success(opened)
      } catch {
        return .failure(error)
      }
    }
    return try opened.get()
  }

  private func open(_ path: String) throws(LedgerFailure) -> DatabaseQueue {
    // Made beforehand, because SQLite would let everyone read it.
    let descriptor = Self.create(path)
    guard descriptor >= 0 else { throw StateDirectory.failure("\(path) can't be opened") }
    close(descriptor)
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

  private static func create(_ path: String) -> Int32 {
    #if canImport(Darwin)
    Darwin.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    #elseif canImport(Musl)
    Musl.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    #else
    Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    #endif
  }

  private func failure(_ error: any Error) -> LedgerFailure {
    let words = (error as? DatabaseError)?.message ?? "\(error)"
    return LedgerFailure(reason: "\(directory.path)/state.sqlite can't be used (\(words))")
  }
}
#endif
