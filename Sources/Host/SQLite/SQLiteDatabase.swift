internal import CSQLite
internal import JSON

/// The machine's own SQLite. It is opened by name, so that a start is spared it and a machine
/// without it still does all the rest.
struct SQLiteLibrary {
  let functions: csqlite

  static let name = CSQLITE_LIBRARY

  /// Opens the library, unless this process has it open.
  init(named name: String) throws(SQLiteFailure) {
    var functions = csqlite()
    if let reason = csqlite_open(name, &functions) {
      throw SQLiteFailure(
        description: """
          SQLite can't be opened: install libsqlite3-0, or what it is called here; \
          \(String(cString: reason))
          """)
    }
    self.functions = functions
  }

  var version: String { functions.libversion().map { String(cString: $0) } ?? "unknown" }
}

/// A connection to a database, used by one thread at a time.
final class SQLiteDatabase {
  private let sqlite: csqlite
  private let connection: OpaquePointer
  /// Why nothing in it may be changed; nil where it may.
  var writeFault: String?
  /// By their text: most are used again.
  private var statements: [String: OpaquePointer] = [:]

  /// Opens a file, and makes it if need be. `patience` is for how many seconds another's lock is
  /// waited for.
  convenience init(
    _ path: String, _ library: SQLiteLibrary, patience: Double
  ) throws(SQLiteFailure) {
    let flags = CSQLITE_OPEN_READWRITE | CSQLITE_OPEN_CREATE
    try self.init(path, library, flags, patience)
  }

  /// Opens a file that is there, to look into it. Where nobody else has it open, nothing is made
  /// beside it for that: `isAlone` says so.
  convenience init(
    reading path: String, _ library: SQLiteLibrary, isAlone: Bool, patience: Double
  ) throws(SQLiteFailure) {
    // https://www.sqlite.org/uri.html
    let name = PercentCoding.escape(path).replacing("%2F", with: "/")
    let uri = "file:\(name)?mode=ro" + (isAlone ? "&immutable=1" : "")
    try self.init(uri, library, CSQLITE_OPEN_READONLY | CSQLITE_OPEN_URI, patience)
    writeFault = "it was opened to be read"
  }

  private init(
    _ path: String, _ library: SQLiteLibrary, _ flags: Int32, _ patience: Double
  ) throws(SQLiteFailure) {
    sqlite = library.functions
    var opened: OpaquePointer?
    let flags = flags | CSQLITE_OPEN_NOMUTEX
    let code = sqlite.open_v2(path, &opened, flags, nil)
    guard code == CSQLITE_OK, let opened else {
      let failure = SQLiteFailure(of: opened, sqlite)
      _ = sqlite.close_v2(opened)
      throw failure
    }
    connection = opened
    _ = sqlite.busy_timeout(opened, Int32(patience * 1000))
  }

  deinit {
    for statement in statements.values { _ = sqlite.finalize(statement) }
    _ = sqlite.close_v2(connection)
  }

  /// Does statements without values, with a semicolon between them.
  func execute(_ sql: String) throws(SQLiteFailure) {
    guard sqlite.exec(connection, sql, nil, nil, nil) == CSQLITE_OK else { throw failure() }
  }

  /// Does one statement; each `?` takes the next value.
  func run(_ sql: String, _ values: [(any SQLiteStorable)?] = []) throws(SQLiteFailure) {
    try forEachRow(sql, values) { _ in }
  }

  func rows(
    _ sql: String, _ values: [(any SQLiteStorable)?] = []
  ) throws(SQLiteFailure) -> [SQLiteRow] {
    var columns: [String] = []
    var rows: [SQLiteRow] = []
    try forEachRow(sql, values) { statement in
      let indices = 0..<sqlite.column_count(statement)
      if rows.isEmpty {
        columns = indices.map { sqlite.column_name(statement, $0).map(String.init(cString:)) ?? "" }
      }
      rows.append(SQLiteRow(columns: columns, values: indices.map { value(of: $0, in: statement) }))
    }
    return rows
  }

  /// The id that the last INSERT gave.
  var lastID: Int { Int(sqlite.last_insert_rowid(connection)) }

  /// Does work as one change, under the lock of the one who writes, where anything may be changed.
  /// What throws is undone.
  func transaction<Value>(_ body: () throws -> Value) throws -> Value {
    try run(writeFault == nil ? "BEGIN IMMEDIATE" : "BEGIN")
    do {
      let value = try body()
      try run("COMMIT")
      return value
    } catch {
      // Some failures, such as a full disk, have undone it already.
      if sqlite.get_autocommit(connection) == 0 { try? run("ROLLBACK") }
      throw error
    }
  }

  private func forEachRow(
    _ sql: String, _ values: [(any SQLiteStorable)?], _ body: (OpaquePointer) -> Void
  ) throws(SQLiteFailure) {
    let statement = try prepared(sql)
    defer {
      _ = sqlite.reset(statement)
      _ = sqlite.clear_bindings(statement)
    }
    guard sqlite.bind_parameter_count(statement) == values.count else {
      throw SQLiteFailure(description: "a statement takes another number of values")
    }
    for (index, value) in zip(Int32(1)..., values) {
      // What is bound to nothing is NULL.
      guard let value = value?.stored else { continue }
      guard bind(value, to: index, of: statement) == CSQLITE_OK else { throw failure() }
    }
    while true {
      switch sqlite.step(statement) {
      case CSQLITE_ROW: body(statement)
      case CSQLITE_DONE: return
      default: throw failure()
      }
    }
  }

  private func prepared(_ sql: String) throws(SQLiteFailure) -> OpaquePointer {
    if let known = statements[sql] { return known }
    var statement: OpaquePointer?
    guard sqlite.prepare_v2(connection, sql, -1, &statement, nil) == CSQLITE_OK, let statement
    else { throw failure() }
    statements[sql] = statement
    return statement
  }

  private func bind(
    _ value: SQLiteValue, to index: Int32, of statement: OpaquePointer
  ) -> Int32 {
    switch value {
    case .null: return CSQLITE_OK
    case .integer(let integer): return sqlite.bind_int64(statement, index, Int64(integer))
    case .text(let text):
      return text.withCString {
        sqlite.bind_text(statement, index, $0, Int32(text.utf8.count), csqlite_copied())
      }
    case .blob(let bytes):
      // Without a first byte there is no pointer, and SQLite would take that for NULL.
      if bytes.isEmpty { return sqlite.bind_zeroblob(statement, index, 0) }
      return bytes.withUnsafeBytes {
        sqlite.bind_blob(statement, index, $0.baseAddress, Int32($0.count), csqlite_copied())
      }
    }
  }

  private func value(of column: Int32, in statement: OpaquePointer) -> SQLiteValue {
    switch sqlite.column_type(statement, column) {
    case CSQLITE_NULL: return .null
    case CSQLITE_INTEGER: return .integer(Int(sqlite.column_int64(statement, column)))
    case CSQLITE_BLOB:
      return .blob(bytes(sqlite.column_blob(statement, column), of: column, in: statement))
    default:
      // Text, or a number with a fraction, which is never written and is no Int when it is read.
      let text = bytes(sqlite.column_text(statement, column), of: column, in: statement)
      return .text(String(decoding: text, as: UTF8.self))
    }
  }

  /// The pointer has to be asked for before the count.
  private func bytes(
    _ start: UnsafeRawPointer?, of column: Int32, in statement: OpaquePointer
  ) -> [UInt8] {
    let count = Int(sqlite.column_bytes(statement, column))
    return Array(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
  }

  private func failure() -> SQLiteFailure { SQLiteFailure(of: connection, sqlite) }
}

/// What SQLite can't do, or what a row is wrong in. Never with a value.
struct SQLiteFailure: Error, CustomStringConvertible {
  let description: String
}

extension SQLiteFailure {
  /// What SQLite says of the call that failed last.
  fileprivate init(of connection: OpaquePointer?, _ sqlite: csqlite) {
    let message = sqlite.errmsg(connection)
    self.init(description: message.map { String(cString: $0) } ?? "out of memory")
  }
}
