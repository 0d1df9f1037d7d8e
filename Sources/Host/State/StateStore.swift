#if Ledger
internal import Dispatch
internal import FoundationEssentials
internal import GRDB
internal import Platform
internal import Synchronization
internal import Tools

/// A database of a state directory, opened when it is first needed. All processes of a user share
/// it; SQLite keeps their changes apart.
final class StateStore: Sendable {
  let directory: StateDirectory
  private let file: StateFile
  private let lane = DispatchQueue(label: "clickport.state")
  private let database = Mutex<DatabaseQueue?>(nil)
  /// How long another process's change is waited for, in seconds, and whether a change must survive
  /// a power cut before it counts.
  private let patience: Double
  private let isDurable: Bool

  init(
    in directory: StateDirectory, _ file: StateFile = .effects, patience: Double, isDurable: Bool
  ) {
    self.directory = directory
    self.file = file
    self.patience = patience
    self.isDurable = isDurable
  }

  /// Makes one change, or reads. It is done or fails even when the calling task is cancelled.
  ///
  /// All that blocks, the opening too, happens on a private queue, never on the pool.
  func change<Value: Sendable>(
    _ body: @escaping @Sendable (StateDatabase) throws -> Value
  ) async throws(LedgerFailure) -> Value {
    try await lane.run { [self] () throws(LedgerFailure) in try changeBlocking(body) }
  }

  private func changeBlocking<Value>(
    _ body: (StateDatabase) throws -> Value
  ) throws(LedgerFailure) -> Value {
    do {
      return try open().transaction(.immediate, then: .commit) {
        try body(StateDatabase(database: $0))
      }
    } catch {
      throw failure(error)
    }
  }

  /// Opens the database, unless it is open. A failure isn't remembered: what is mended works.
  private func open() throws -> DatabaseQueue {
    if let opened = database.withLock(\.self) { return opened }
    let opened = try open(try directory.file(file.rawValue))
    database.withLock { $0 = opened }
    return opened
  }

  /// While one process sets a database up, SQLite turns others away instead of letting them wait. So
  /// each takes its turn by locking another one, which stays empty: for that they do wait.
  private func open(_ path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.busyMode = .timeout(patience)
    let turns = try DatabaseQueue(path: path + ".lock", configuration: configuration)
    return try turns.transaction(.exclusive, then: .rollback) { _ in
      chmod(path + ".lock", 0o600)
      return try setUp(path, configuration)
    }
  }

  private func setUp(_ path: String, _ shared: Configuration) throws -> DatabaseQueue {
    // Made beforehand, because SQLite would let everyone read it. One that is there must not be
    // opened here: closing it would take away the locks that SQLite holds on it in this process.
    let made = Platform.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_EXCL, 0o600)
    guard made >= 0 || errno == EEXIST else {
      throw StateDirectory.failure("\(path) can't be opened")
    }
    if made >= 0 { close(made) }
    var configuration = shared
    configuration.journalMode = .wal
    let mode = isDurable ? "FULL" : "NORMAL"
    let settings = "PRAGMA synchronous = \(mode); " + file.settings
    configuration.prepareDatabase { try $0.execute(sql: settings) }
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try file.migrator.migrate(queue)
    return queue
  }

  private func failure(_ error: any Error) -> LedgerFailure {
    if let failure = error as? LedgerFailure { return failure }
    let words = (error as? DatabaseError)?.message ?? "\(error)"
    return LedgerFailure(reason: "\(directory.path)/\(file.rawValue) can't be used (\(words))")
  }
}

/// What a change does with the database. Only this file knows which library stands behind it.
struct StateDatabase {
  fileprivate let database: Database

  /// Does one statement; each `?` takes the next value.
  func run(_ sql: String, _ values: [(any StateValue)?]) throws {
    try database.cachedStatement(sql: sql).execute(arguments: Self.arguments(values))
  }

  func rows(_ sql: String, _ values: [(any StateValue)?] = []) throws -> [StateRow] {
    let statement = try database.cachedStatement(sql: sql)
    return try Row.fetchAll(statement, arguments: Self.arguments(values)).map(StateRow.init)
  }

  private static func arguments(_ values: [(any StateValue)?]) -> StatementArguments {
    StatementArguments(values.map { $0 as (any DatabaseValueConvertible)? })
  }

  /// The id that the last INSERT gave.
  var lastID: Int { Int(database.lastInsertedRowID) }
}

/// What a column holds.
protocol StateValue: DatabaseValueConvertible, StatementColumnConvertible {}
extension Bool: StateValue {}
extension Data: StateValue {}
extension Int: StateValue {}
extension String: StateValue {}

struct StateRow {
  fileprivate let row: Row

  subscript<Value: StateValue>(column: String) -> Value { row[column] }
  subscript<Value: StateValue>(column: String) -> Value? { row[column] }
}

/// A row that this version can't read, and why.
struct UnreadableRow: Error, CustomStringConvertible {
  let description: String
}

extension DatabaseQueue {
  /// Does work under a lock of the database, which is waited for as long as its busy mode says.
  fileprivate func transaction<Value>(
    _ kind: Database.TransactionKind, then end: Database.TransactionCompletion,
    _ body: (Database) throws -> Value
  ) throws -> Value {
    try writeWithoutTransaction { database in
      var value: Value?
      try database.inTransaction(kind) {
        value = try body(database)
        return end
      }
      guard let value else { throw DatabaseError(message: "nothing was read") }
      return value
    }
  }
}

/// The databases of a state directory, with their tables. Times are seconds since 1970.
///
/// Results have one of their own: they are large, and writing them must not keep the ledger waiting.
enum StateFile: String {
  case effects = "state.sqlite"
  case results = "results.sqlite"

  /// What SQLite is to be told besides, before there is a table: results come and go, and their
  /// room is given back.
  fileprivate var settings: String {
    switch self {
    case .effects: ""
    case .results: "PRAGMA auto_vacuum = FULL; PRAGMA journal_size_limit = 4194304"
    }
  }

  fileprivate var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    switch self {
    case .effects: migrator.registerEffects()
    case .results: migrator.registerResults()
    }
    return migrator
  }
}

extension DatabaseMigrator {
  fileprivate mutating func registerEffects() {
    registerMigration("effects and allowances") { database in
      try database.create(table: "effect") { table in
        table.autoIncrementedPrimaryKey("id")
        table.column("startedAt", .integer).notNull()
        table.column("endedAt", .integer)
        table.column("tool", .text).notNull()
        table.column("provider", .text).notNull()
        table.column("account", .text).notNull()
        table.column("effect", .text).notNull()
        table.column("subject", .text)
        table.column("fingerprint", .text).notNull()
        table.column("key", .text)
        table.column("state", .text).notNull()
        table.column("code", .text)
        table.column("answer", .text)
        table.column("process", .text).notNull()
      }
      try database.create(
        index: "effect_twin", on: "effect", columns: ["tool", "account", "fingerprint"])
      try database.create(index: "effect_key", on: "effect", columns: ["tool", "account", "key"])
      try database.create(index: "effect_time", on: "effect", columns: ["startedAt"])
      try database.create(index: "effect_state", on: "effect", columns: ["state", "process"])
      try database.create(table: "allowance") { table in
        table.primaryKey("account", .text)
        table.column("writtenAt", .integer).notNull()
        table.column("state", .text).notNull()
      }
    }
    registerMigration("recipients of effects") { database in
      try database.alter(table: "effect") { $0.add(column: "recipients", .text) }
      // Older versions wrote a message's recipients as what it concerned, and nowhere else.
      try database.execute(
        sql: """
          UPDATE effect SET recipients = char(10) || replace(subject, ' ', char(10)) || char(10)
          WHERE effect = 'write' AND length(subject) >= 7 AND subject NOT GLOB '*[^0-9 ]*'
          """)
    }
    registerMigration("parts of effects") { database in
      try database.alter(table: "effect") { table in
        table.add(column: "partTool", .text)
        table.add(column: "parts", .integer)
      }
    }
  }

  fileprivate mutating func registerResults() {
    registerMigration("results") { database in
      try database.create(table: "result") { table in
        table.autoIncrementedPrimaryKey("id")
        table.column("turn", .integer).notNull().unique()
        table.column("handle", .text).notNull().unique()
        table.column("tool", .text).notNull()
        table.column("service", .text).notNull()
        table.column("account", .text).notNull()
        table.column("keptAt", .integer).notNull()
        table.column("writtenAt", .integer).notNull()
        table.column("isFinished", .boolean).notNull()
        table.column("description", .text).notNull()
        table.column("rows", .integer).notNull()
        table.column("bytes", .integer).notNull()
      }
      try database.create(index: "result_age", on: "result", columns: ["writtenAt"])
      try database.create(table: "resultPage") { table in
        table.autoIncrementedPrimaryKey("id")
        table.column("result", .integer).notNull()
          .references("result", onDelete: .cascade)
        table.column("window", .integer).notNull()
        table.column("page", .integer).notNull()
        table.column("content", .blob).notNull()
      }
      try database.create(
        index: "resultPage_position", on: "resultPage", columns: ["result", "window", "page"])
    }
  }
}
#endif
