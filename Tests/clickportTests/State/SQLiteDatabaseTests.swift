import Testing
import Tools

@testable import Host

/// What stands between the stores and SQLite.
@Suite struct SQLiteDatabaseTests {
  let bench = StateBench()

  private func database(patience: Double = 0) throws -> SQLiteDatabase {
    let library = try SQLiteLibrary(named: SQLiteLibrary.name)
    return try SQLiteDatabase(
      try bench.directory.file("test.sqlite"), library, patience: patience)
  }

  @Test func `gives back what it was given`() throws {
    let database = try database()
    let texts = ["", "a", "nul \0 inside", "ä\u{1F600}\n'\""]
    let blobs: [[UInt8]] = [[], [0], Array(0...255)]
    try database.execute("CREATE TABLE t (v)")
    let values: [(any SQLiteStorable)?] =
      [Int.min, 0, Int.max, true, false, nil] + texts + blobs
    for value in values { try database.run("INSERT INTO t (v) VALUES (?)", [value]) }
    let rows = try database.rows("SELECT v FROM t ORDER BY rowid")
    #expect(try rows[..<3].map { try $0["v"] as Int } == [.min, 0, .max])
    #expect(try rows[3..<5].map { try $0["v"] as Bool } == [true, false])
    #expect(try rows[5]["v"] as Int? == nil)
    #expect(try rows[6..<10].map { try $0["v"] as String } == texts)
    #expect(try rows[10...].map { try $0["v"] as [UInt8] } == blobs)
    #expect(database.lastID == values.count)
  }

  @Test func `says when a column holds something else`() throws {
    let row = try #require(
      database().rows("SELECT 1 AS i, 'a' AS t, NULL AS n, 1.5 AS f, x'00' AS b").first)
    #expect(throws: SQLiteFailure.self) { try row["t"] as Int }
    #expect(throws: SQLiteFailure.self) { try row["t"] as Int? }
    #expect(throws: SQLiteFailure.self) { try row["n"] as String }
    #expect(throws: SQLiteFailure.self) { try row["f"] as Int }
    #expect(throws: SQLiteFailure.self) { try row["b"] as String }
    #expect(throws: SQLiteFailure.self) { try row["i"] as [UInt8] }
    #expect(throws: SQLiteFailure.self) { try row["missing"] as Int? }
  }

  @Test func `refuses a wrong statement, and another number of values`() throws {
    let database = try database()
    #expect(throws: SQLiteFailure.self) { try database.run("SELECT") }
    #expect(throws: SQLiteFailure.self) { try database.run("SELECT ?") }
    #expect(throws: SQLiteFailure.self) { try database.run("SELECT ?", [1, 2]) }
    #expect(throws: SQLiteFailure.self) { try database.run("") }
  }

  @Test func `uses a statement again after it failed, without its old values`() throws {
    let database = try database()
    try database.execute("CREATE TABLE t (v INTEGER UNIQUE, w TEXT)")
    let insert = "INSERT INTO t (v, w) VALUES (?, ?)"
    try database.run(insert, [1, "first"])
    #expect(throws: SQLiteFailure.self) { try database.run(insert, [1, "second"]) }
    try database.run(insert, [2, nil])
    let texts = try database.rows("SELECT w FROM t ORDER BY v").map { try $0["w"] as String? }
    #expect(texts == ["first", nil])
  }

  @Test func `undoes a change that throws, and goes on`() throws {
    struct Refusal: Error {}
    let database = try database()
    try database.execute("CREATE TABLE t (v)")
    #expect(throws: Refusal.self) {
      try database.transaction {
        try database.run("INSERT INTO t (v) VALUES (1)")
        throw Refusal()
      }
    }
    try database.transaction { try database.run("INSERT INTO t (v) VALUES (2)") }
    #expect(try database.rows("SELECT v FROM t").map { try $0["v"] as Int } == [2])
  }

  @Test func `undoes a change that SQLite had undone already`() throws {
    let database = try database()
    try database.execute("CREATE TABLE t (v UNIQUE ON CONFLICT ROLLBACK)")
    let failure = #expect(throws: SQLiteFailure.self) {
      try database.transaction {
        for _ in 1...2 { try database.run("INSERT INTO t (v) VALUES (1)") }
      }
    }
    #expect(failure?.description.contains("UNIQUE") == true)
    #expect(try database.rows("SELECT v FROM t").isEmpty)
  }

  @Test func `waits for another's change as long as its patience`() throws {
    let (first, second) = (try database(), try database(patience: 0.05))
    try first.transaction {
      let clock = ContinuousClock()
      let start = clock.now
      let failure = #expect(throws: SQLiteFailure.self) { try second.transaction {} }
      #expect(failure?.description == "database is locked")
      #expect(clock.now - start >= .milliseconds(40))
    }
    try second.transaction {}
  }

  @Test func `says what to install where there is no SQLite`() async throws {
    let store = StateStore(
      in: bench.directory, patience: 1, isDurable: true, library: "libsqlite3-missing.so.0")
    let failure = await #expect(throws: LedgerFailure.self) { try await store.change { _ in } }
    let reason = try #require(failure?.reason)
    #expect(reason.contains("install libsqlite3-0"))
    #expect(reason.contains("libsqlite3-missing.so.0"))
  }

  @Test func `takes no library that isn't SQLite`() async throws {
    #if canImport(Darwin)
    let other = "/usr/lib/libSystem.B.dylib"
    #else
    let other = "libm.so.6"
    #endif
    let failure = #expect(throws: SQLiteFailure.self) { try SQLiteLibrary(named: other) }
    #expect(failure?.description.contains("it has no sqlite3_") == true)
  }

  @Test(arguments: [(true, 2), (false, 1)])
  func `a change outlives a power cut where it must`(isDurable: Bool, level: Int) async throws {
    let store = StateStore(in: bench.directory, patience: 1, isDurable: isDurable)
    let (mode, keys, journal) = try await store.change { database in
      (
        try database.rows("PRAGMA synchronous").first?["synchronous"] as Int?,
        try database.rows("PRAGMA foreign_keys").first?["foreign_keys"] as Int?,
        try database.rows("PRAGMA journal_mode").first?["journal_mode"] as String?
      )
    }
    #expect(mode == level)
    #expect(keys == 1)
    #expect(journal == "wal")
  }
}
